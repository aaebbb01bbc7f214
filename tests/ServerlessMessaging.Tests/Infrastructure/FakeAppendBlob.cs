using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A blob of <see cref="FakeBlobs"/>.</summary>
internal sealed class FakeAppendBlob(FakeBlobs account, string container, string name) : AppendBlobClient
{
    public override Task<Response<BlobContentInfo>> CreateAsync(AppendBlobCreateOptions options, CancellationToken cancellationToken = default)
    {
        var blobs = Open(cancellationToken);
        var blob = account.New([], options.Metadata ?? new Dictionary<string, string>());
        if (options.Conditions?.IfNoneMatch != ETag.All)
        {
            blobs[name] = blob;
        }
        else if (!blobs.TryAdd(name, blob))
        {
            throw StorageAnswers.Fault(409, "BlobAlreadyExists");
        }

        return account.Answer().Of(BlobsModelFactory.BlobContentInfo(blob.Version, blob.WrittenAt, null, null, null, null, 0));
    }

    public override Task<Response<BlobContentInfo>> CreateAsync(
        BlobHttpHeaders? httpHeaders = null, IDictionary<string, string>? metadata = null, AppendBlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        CreateAsync(new AppendBlobCreateOptions { Metadata = metadata, Conditions = conditions }, cancellationToken);

    public override async Task<Response<BlobAppendInfo>> AppendBlockAsync(Stream content, AppendBlobAppendBlockOptions? options = null, CancellationToken cancellationToken = default)
    {
        var blobs = Open(cancellationToken);
        var blob = Find(blobs);
        if (options?.Conditions?.IfAppendPositionEqual is { } position && position != blob.Content.Length)
        {
            throw StorageAnswers.Fault(412, "AppendPositionConditionNotMet");
        }

        using var block = new MemoryStream();
        await content.CopyToAsync(block, cancellationToken);
        var longer = account.New([.. blob.Content, .. block.ToArray()], blob.Metadata);
        blobs[name] = longer;
        return await account.Answer().Of(BlobsModelFactory.BlobAppendInfo(longer.Version, longer.WrittenAt, null, null, null, 1, true, null, null));
    }

    public override Task<Response<BlobAppendInfo>> AppendBlockAsync(
        Stream content, byte[]? transactionalContentHash = null, AppendBlobRequestConditions? conditions = null, IProgress<long>? progressHandler = null, CancellationToken cancellationToken = default) =>
        AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = conditions }, cancellationToken);

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) =>
        account.Answer().Of(BlobsModelFactory.BlobDownloadResult(BinaryData.FromBytes(Find(Open(cancellationToken)).Content), null));

    public override Task<Response<BlobProperties>> GetPropertiesAsync(BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var blob = Find(Open(cancellationToken));
        return account.Answer().Of(BlobsModelFactory.BlobProperties(lastModified: blob.WrittenAt, eTag: blob.Version, metadata: blob.Metadata));
    }

    public override Task<Response<BlobInfo>> SetMetadataAsync(IDictionary<string, string> metadata, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var blobs = Open(cancellationToken);
        var blob = Find(blobs);
        var changed = account.New(blob.Content, metadata);
        if ((conditions?.IfMatch is { } version && version != blob.Version) || !blobs.TryUpdate(name, changed, blob))
        {
            throw StorageAnswers.Fault(412, "ConditionNotMet");
        }

        return account.Answer().Of(BlobsModelFactory.BlobInfo(changed.Version, changed.WrittenAt));
    }

    public override Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default) =>
        account.Answer().Of(Open(cancellationToken).TryRemove(name, out _));

    private ConcurrentDictionary<string, StoredBlob> Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return account.Open(container);
    }

    private StoredBlob Find(ConcurrentDictionary<string, StoredBlob> blobs) => blobs.TryGetValue(name, out var blob) ? blob : throw StorageAnswers.Fault(404, "BlobNotFound");
}
