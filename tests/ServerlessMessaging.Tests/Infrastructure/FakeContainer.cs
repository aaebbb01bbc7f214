using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>A container of <see cref="FakeBlobs"/>.</summary>
internal sealed class FakeContainer(FakeBlobs account, string name) : BlobContainerClient
{
    public override Task<Response<BlobContainerInfo>> CreateIfNotExistsAsync(
        PublicAccessType publicAccessType = PublicAccessType.None, IDictionary<string, string>? metadata = null, BlobContainerEncryptionScopeOptions? encryptionScopeOptions = null, CancellationToken cancellationToken = default)
    {
        account.Make(name);
        return Task.FromResult<Response<BlobContainerInfo>>(null!);
    }

    public override AsyncPageable<BlobItem> GetBlobsAsync(
        BlobTraits traits, BlobStates states, string? prefix, CancellationToken cancellationToken) => new Listing(account, name, prefix);

    public override BlobClient GetBlobClient(string blobName) => new FakeBlob(account, name, blobName);

    private sealed class Listing(FakeBlobs account, string container, string? prefix) : AsyncPageable<BlobItem>
    {
        private const string Marker = "2!from!";

        public override async IAsyncEnumerable<Page<BlobItem>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
        {
            await Task.CompletedTask;
            var blobs = account.Open(container);
            var names = blobs.Keys.Where(name => prefix is null || name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
            var size = pageSizeHint ?? 5000;
            var rest = names.Where(name => string.CompareOrdinal(name, Start(continuationToken)) >= 0).ToArray();
            do
            {
                var items = rest.Take(size).Select(name => BlobsModelFactory.BlobItem(name, deleted: false, BlobsModelFactory.BlobItemProperties(accessTierInferred: false, eTag: blobs[name].Version, lastModified: blobs[name].WrittenAt), snapshot: null, blobs[name].Metadata)).ToArray();
                rest = rest[items.Length..];
                yield return Page<BlobItem>.FromValues(items, rest.Length > 0 ? Marker + rest[0] : null, null!);
            }
            while (rest.Length > 0);
        }

        private static string Start(string? token) =>
            token is null ? string.Empty
            : token.StartsWith(Marker, StringComparison.Ordinal) ? token[Marker.Length..]
            : throw StorageResponses.Fault(400, "OutOfRangeInput");
    }
}
