using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessMessaging.Records;

/// <summary>
/// The messages of requests as blobs <c>originals/{id}/{SHA-256}</c>, kept for <see cref="RecordsOptions.ContentRetention"/>: the event of an own message has
/// the message as it was requested, not only the text that its route made of it.
/// </summary>
public sealed class MessageContents(StorageAccount storage, IOptions<RecordsOptions> options, TimeProvider time)
{
    /// <summary>The folder of the blobs.</summary>
    public const string Folder = "originals/";

    private const int NotFound = 404;
    private const int PreconditionFailed = 412;

    /// <summary>The hash under which a message is kept; null where none is kept.</summary>
    public string? HashOf(SendRequest request) => IsKept(request) ? Hash(Write(request.Message)) : null;

    /// <summary>Keeps the message of a request, if messages are kept and its route may change it.</summary>
    public async Task KeepAsync(SendRequest request, CancellationToken cancellationToken)
    {
        if (IsKept(request))
        {
            var content = Write(request.Message);
            await storage.WithContainerAsync(
                ContainerNames.Payloads,
                container => container.GetBlobClient(NameOf(request.Id!, Hash(content))).UploadAsync(BinaryData.FromBytes(content), overwrite: true, cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>The message of a request that was sent at a time; null where it is not kept, or no longer.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task<JsonElement?> FindAsync(string id, string hash, DateTimeOffset sentAt, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - sentAt >= options.Value.ContentRetention)
        {
            return null;
        }

        try
        {
            var content = await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetBlobClient(NameOf(id, hash)).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory(),
                cancellationToken);
            return Hash(content.Span) == hash ? JsonElement.Parse(content.Span) : null;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes what is older than the retention.</summary>
    /// <returns>The count of deleted messages.</returns>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public Task<int> PurgeAsync(DateTimeOffset now, CancellationToken cancellationToken) => storage.WithContainerAsync(
        ContainerNames.Payloads,
        async container =>
        {
            var deleted = 0;
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, Folder, cancellationToken))
            {
                if (now - blob.Properties.LastModified >= options.Value.ContentRetention && await TryDeleteAsync(container.GetBlobClient(blob.Name), blob.Properties.ETag, cancellationToken))
                {
                    deleted++;
                }
            }

            return deleted;
        },
        cancellationToken);

    private static async Task<bool> TryDeleteAsync(BlobClient blob, ETag? version, CancellationToken cancellationToken)
    {
        try
        {
            return await blob.DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = version }, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            // It was written again since it was listed.
            return false;
        }
    }

    // Genesys posts the messages of this route back.
    private bool IsKept(SendRequest request) => options.Value.ContentRetention > TimeSpan.Zero && request.To.Route == SendRoute.Agentless;

    private static byte[] Write(Message message) => JsonSerializer.SerializeToUtf8Bytes(message, ContractJson.Wire.Message);

    private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string NameOf(string id, string hash) => $"{Folder}{id}/{hash}";
}
