using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ServerlessMessaging.Storage;

/// <summary>The storage account: its queues and blobs.</summary>
internal sealed class StorageAccount(QueueServiceClient queues, BlobServiceClient blobs)
{
    /// <summary>Reads as little as proves that both services answer us.</summary>
    /// <exception cref="Azure.RequestFailedException">One of them does not.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var queue = queues.GetQueuesAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await queue.MoveNextAsync();
        await using var container = blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await container.MoveNextAsync();
    }
}
