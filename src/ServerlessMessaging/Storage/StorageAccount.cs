using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace ServerlessMessaging.Storage;

/// <summary>The storage account. A queue, table or container that does not exist when it is used is created first.</summary>
public sealed class StorageAccount(QueueServiceClient queues, TableServiceClient tables, BlobServiceClient blobs)
{
    private const int NotFound = 404;

    public Task<T> WithContainerAsync<T>(string name, Func<BlobContainerClient, Task<T>> use, CancellationToken cancellationToken) =>
        UseAsync(blobs.GetBlobContainerClient(name), use, "ContainerNotFound", container => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken));

    public Task<T> WithQueueAsync<T>(string name, Func<QueueClient, Task<T>> use, CancellationToken cancellationToken) =>
        UseAsync(queues.GetQueueClient(name), use, "QueueNotFound", queue => queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken));

    public Task<T> WithTableAsync<T>(string name, Func<TableClient, Task<T>> use, CancellationToken cancellationToken) =>
        UseAsync(tables.GetTableClient(name), use, "TableNotFound", table => table.CreateIfNotExistsAsync(cancellationToken));

    /// <summary>Creates every queue, table and container that is missing.</summary>
    public Task CreateMissingAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. QueueNames.All.Select(name => queues.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
        .. TableNames.All.Select(name => tables.CreateTableIfNotExistsAsync(name, cancellationToken)),
        .. ContainerNames.All.Select(name => blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
    ]);

    /// <summary>The table service's clock.</summary>
    public async Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken)
    {
        var page = await tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken).AsPages().FirstOrDefaultAsync(cancellationToken);
        return page?.GetRawResponse().Headers.Date ?? throw new RequestFailedException("The response of the table service has no date.");
    }

    /// <summary>Makes one small read of each of the three services.</summary>
    /// <exception cref="RequestFailedException">One of them does not.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await queues.GetQueuesAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).FirstOrDefaultAsync(cancellationToken);
        await blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).AsPages(pageSizeHint: 1).FirstOrDefaultAsync(cancellationToken);
        await tables.QueryAsync(maxPerPage: 1, cancellationToken: cancellationToken).AsPages().FirstOrDefaultAsync(cancellationToken);
    }

    private static async Task<T> UseAsync<TClient, T>(TClient client, Func<TClient, Task<T>> use, string missing, Func<TClient, Task> create)
    {
        try
        {
            return await use(client);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound && exception.ErrorCode == missing)
        {
            await create(client);
            return await use(client);
        }
    }
}
