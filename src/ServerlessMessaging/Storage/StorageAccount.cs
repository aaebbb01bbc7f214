using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ServerlessMessaging.Storage;

/// <summary>The storage account: its queues and blobs, made where they are missing.</summary>
public sealed class StorageAccount(QueueServiceClient queues, BlobServiceClient blobs)
{
    private const int Missing = 404;

    /// <summary>Uses a container; one that does not exist yet is created first.</summary>
    public async Task<T> WithContainerAsync<T>(string name, Func<BlobContainerClient, Task<T>> use, CancellationToken cancellationToken)
    {
        var container = blobs.GetBlobContainerClient(name);
        try
        {
            return await use(container);
        }
        catch (RequestFailedException exception) when (exception.Status == Missing && exception.ErrorCode == "ContainerNotFound")
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await use(container);
        }
    }

    /// <summary>Uses a queue; one that does not exist yet is created first.</summary>
    public async Task<T> WithQueueAsync<T>(string name, Func<QueueClient, Task<T>> use, CancellationToken cancellationToken)
    {
        var queue = queues.GetQueueClient(name);
        try
        {
            return await use(queue);
        }
        catch (RequestFailedException exception) when (exception.Status == Missing && exception.ErrorCode == "QueueNotFound")
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return await use(queue);
        }
    }

    /// <summary>Makes every queue and container that is missing.</summary>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var name in QueueNames.All)
        {
            await queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        foreach (var name in ContainerNames.All)
        {
            await blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>Reads as little as proves that both services answer us.</summary>
    /// <exception cref="RequestFailedException">One of them does not.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var queue = queues.GetQueuesAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await queue.MoveNextAsync();
        await using var container = blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await container.MoveNextAsync();
    }
}
