using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ServerlessMessaging.Storage;

/// <summary>The storage account: its queues, tables and blobs, created where they are missing.</summary>
public sealed class StorageAccount(QueueServiceClient queues, TableServiceClient tables, BlobServiceClient blobs)
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

    /// <summary>Uses a table; one that does not exist yet is created first.</summary>
    public async Task<T> WithTableAsync<T>(string name, Func<TableClient, Task<T>> use, CancellationToken cancellationToken)
    {
        var table = tables.GetTableClient(name);
        try
        {
            return await use(table);
        }
        catch (RequestFailedException exception) when (exception.Status == Missing && exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync(cancellationToken);
            return await use(table);
        }
    }

    /// <summary>Creates every queue, table and container that is missing.</summary>
    public async Task CreateMissingAsync(CancellationToken cancellationToken)
    {
        foreach (var name in QueueNames.All)
        {
            await queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        foreach (var name in TableNames.All)
        {
            await tables.CreateTableIfNotExistsAsync(name, cancellationToken);
        }

        foreach (var name in ContainerNames.All)
        {
            await blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }
    }

    /// <summary>The table service's clock.</summary>
    public async Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken)
    {
        await foreach (var page in tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken).AsPages())
        {
            if (page.GetRawResponse().Headers.Date is { } now)
            {
                return now;
            }
        }

        throw new RequestFailedException("The table service did not tell its time.");
    }

    /// <summary>Reads as little as proves that the three services respond.</summary>
    /// <exception cref="RequestFailedException">One of them does not.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await using var queue = queues.GetQueuesAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await queue.MoveNextAsync();
        await using var container = blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).GetAsyncEnumerator(cancellationToken);
        await container.MoveNextAsync();
        await using var table = tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
        await table.MoveNextAsync();
    }
}
