using System.Collections.Concurrent;
using System.Globalization;
using Azure;
using Azure.Storage.Blobs;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The blobs of a storage account in memory, with the versions and conditions of the service. A container must be created first.</summary>
internal sealed class FakeBlobs(TimeProvider time) : BlobServiceClient
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, StoredBlob>> _containers = new();
    private readonly ConcurrentDictionary<string, StorageFaultScript> _faults = new();
    private int _version;

    /// <summary>Which of the next calls to a container's blobs fail.</summary>
    public StorageFaultScript FaultsOf(string container) => _faults.GetOrAdd(container, _ => new());

    /// <summary>The names in a container, in order.</summary>
    public IReadOnlyList<string> Names(string container) =>
        _containers.TryGetValue(container, out var blobs) ? [.. blobs.Keys.Order(StringComparer.Ordinal)] : [];

    /// <summary>The content of a blob as text.</summary>
    public string Content(string container, string name) => BinaryData.FromBytes(_containers[container][name].Content).ToString();

    /// <summary>Writes a blob without the application.</summary>
    public void Put(string container, string name, string content, IDictionary<string, string>? metadata = null)
    {
        Make(container);
        _containers[container][name] = New([.. BinaryData.FromString(content).ToMemory().Span], metadata ?? new Dictionary<string, string>());
    }

    public void Delete(string container, string name) => _containers[container].TryRemove(name, out _);

    public override BlobContainerClient GetBlobContainerClient(string blobContainerName) => new FakeContainer(this, blobContainerName);

    internal void Make(string container) => _containers.TryAdd(container, new());

    internal ConcurrentDictionary<string, StoredBlob> Open(string container)
    {
        FaultsOf(container).ThrowIfRefused();
        return _containers.TryGetValue(container, out var blobs) ? blobs : throw StorageResponses.Fault(404, "ContainerNotFound");
    }

    internal StoredBlob New(byte[] content, IDictionary<string, string> metadata) =>
        new(content, new Dictionary<string, string>(metadata), new ETag(Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture)), time.GetUtcNow());
}

/// <summary>A blob as it is stored.</summary>
internal sealed record StoredBlob(byte[] Content, IDictionary<string, string> Metadata, ETag Version, DateTimeOffset WrittenAt);
