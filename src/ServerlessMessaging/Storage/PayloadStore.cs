using Azure;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessMessaging.Storage;

/// <summary>Bodies too large for a queue, one append blob each. Its name is derived from queue and id, never taken from a message.</summary>
internal sealed class PayloadStore(StorageAccount storage)
{
    private const int NotFound = 404;

    /// <summary>Writes a body; what stood there before is replaced.</summary>
    public Task WriteAsync(string queue, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => storage.WithContainerAsync(
        ContainerNames.Payloads,
        async container =>
        {
            var blob = container.GetAppendBlobClient(Name(queue, id));
            await blob.CreateAsync(cancellationToken: cancellationToken);
            await using var stream = BinaryData.FromBytes(body).ToStream();
            return await blob.AppendBlockAsync(stream, cancellationToken: cancellationToken);
        },
        cancellationToken);

    /// <summary>Reads a body; null where there is none.</summary>
    public async Task<BinaryData?> ReadAsync(string queue, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetAppendBlobClient(Name(queue, id)).DownloadContentAsync(cancellationToken)).Value.Content,
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    private static string Name(string queue, string id) => $"{queue}/{id}";
}
