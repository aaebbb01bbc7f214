using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A blob of <see cref="FakeBlobs"/>.</summary>
internal sealed class FakeBlob(FakeBlobs account, string container, string name) : BlobClient
{
    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, BlobUploadOptions options, CancellationToken cancellationToken = default)
    {
        var blobs = Open(cancellationToken);
        var blob = account.New(content.ToArray(), options.Metadata ?? new Dictionary<string, string>());
        if (options.Conditions?.IfNoneMatch != ETag.All)
        {
            blobs[name] = blob;
        }
        else if (!blobs.TryAdd(name, blob))
        {
            throw StorageResponses.Fault(409, "BlobAlreadyExists");
        }

        return StorageResponses.Create(BlobsModelFactory.BlobContentInfo(blob.Version, default, null, null, null, null, 0));
    }

    public override Task<Response<BlobContentInfo>> UploadAsync(BinaryData content, bool overwrite = false, CancellationToken cancellationToken = default) =>
        UploadAsync(content, new BlobUploadOptions { Conditions = overwrite ? null : new() { IfNoneMatch = ETag.All } }, cancellationToken);

    public override Task<Response<BlobDownloadResult>> DownloadContentAsync(CancellationToken cancellationToken) =>
        StorageResponses.Create(BlobsModelFactory.BlobDownloadResult(BinaryData.FromBytes(Find(Open(cancellationToken)).Content), null));

    public override Task<Response<bool>> DeleteIfExistsAsync(DeleteSnapshotsOption snapshotsOption = DeleteSnapshotsOption.None, BlobRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var blobs = Open(cancellationToken);
        return blobs.TryGetValue(name, out var blob) && conditions?.IfMatch is { } version && version != blob.Version
            ? throw StorageResponses.Fault(412, "ConditionNotMet")
            : StorageResponses.Create(blobs.TryRemove(name, out _));
    }

    private ConcurrentDictionary<string, StoredBlob> Open(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return account.Open(container);
    }

    private StoredBlob Find(ConcurrentDictionary<string, StoredBlob> blobs) => blobs.TryGetValue(name, out var blob) ? blob : throw StorageResponses.Fault(404, "BlobNotFound");
}
