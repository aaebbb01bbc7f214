using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessMessaging.Storage;

/// <summary>Bodies too large for a queue, one append blob each. Its name is derived from queue and id, never taken from a message.</summary>
internal sealed class PayloadStore(StorageAccount storage)
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>Writes a body. One that stands there already is left alone: somebody may be reading it.</summary>
    public Task WriteAsync(string queue, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => storage.WithContainerAsync(
        ContainerNames.Payloads,
        async container =>
        {
            var blob = container.GetAppendBlobClient(Name(queue, id));
            if (!await TryCreateAsync(blob, cancellationToken) && await IsAnotherAsync(blob, body, cancellationToken))
            {
                await blob.CreateAsync(cancellationToken: cancellationToken);
            }

            return await AppendAsync(blob, body, cancellationToken);
        },
        cancellationToken);

    /// <summary>Reads a body; null where there is none.</summary>
    /// <exception cref="UnreadableBlobException">It is being written.</exception>
    public async Task<BinaryData?> ReadAsync(string queue, string id, CancellationToken cancellationToken)
    {
        try
        {
            var content = await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetAppendBlobClient(Name(queue, id)).DownloadContentAsync(cancellationToken)).Value.Content,
                cancellationToken);
            return content.ToMemory().IsEmpty ? throw new UnreadableBlobException($"The body {queue}/{id} is not written yet.") : content;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    private static async Task<bool> TryCreateAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            var options = new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } };
            await blob.CreateAsync(options, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            return false;
        }
    }

    // An id that failed may come back with another body; an empty blob was left by a writer that died.
    private static async Task<bool> IsAnotherAsync(AppendBlobClient blob, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
        return !content.IsEmpty && !content.Span.SequenceEqual(body.Span);
    }

    private static async Task<bool> AppendAsync(AppendBlobClient blob, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = BinaryData.FromBytes(body).ToStream();
            await blob.AppendBlockAsync(stream, new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = 0 } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            // It is there already.
            return false;
        }
    }

    private static string Name(string queue, string id) => $"{queue}/{id}";
}
