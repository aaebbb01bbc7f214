using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records.Retention;

/// <summary>Finds and deletes old rows of one table: keys and versions only are read.</summary>
/// <param name="storage">The storage account.</param>
/// <param name="table">The table's name.</param>
/// <param name="condition">What an old row must also be, as an OData filter; null for nothing.</param>
/// <param name="changes">Whether rows change after they were written. One that changed since it was listed is kept; the others are deleted in batches.</param>
internal sealed class ExpiredRows(StorageAccount storage, string table, string? condition, bool changes)
{
    private const int PageSize = 1000;
    private const int BatchSize = 100;
    private const int ParallelDeletes = 8;
    private const int NotFound = 404;
    private const int PreconditionFailed = 412;
    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    /// <summary>Deletes the rows that were written before a time, page by page.</summary>
    /// <param name="before">The time, by the service's clock.</param>
    /// <param name="cancellationToken">Ends it after the page under way.</param>
    /// <returns>How many rows each page deleted.</returns>
    public async IAsyncEnumerable<int> DeleteAsync(DateTimeOffset before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"Timestamp lt {before}");
        string? continuation = null;
        do
        {
            var page = await storage.WithTableAsync(table, client => PageAsync(client, condition is null ? filter : $"{filter} and {condition}", continuation, cancellationToken), cancellationToken);
            yield return changes ? await DeleteEachAsync(page.Values, cancellationToken) : await DeleteBatchesAsync(page.Values, cancellationToken);
            continuation = page.ContinuationToken;
        }
        while (continuation is not null);
    }

    private static async Task<Page<TableEntity>> PageAsync(TableClient client, string filter, string? continuation, CancellationToken cancellationToken)
    {
        await foreach (var page in client.QueryAsync<TableEntity>(filter, PageSize, Keys, cancellationToken).AsPages(continuation, PageSize))
        {
            return page;
        }

        return Page<TableEntity>.FromValues([], null, null!);
    }

    private async Task<int> DeleteEachAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, options, async (row, cancellation) =>
        {
            try
            {
                await storage.WithTableAsync(table, client => client.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation), cancellation);
                Interlocked.Increment(ref deleted);
            }
            catch (RequestFailedException exception) when (exception.Status is NotFound or PreconditionFailed)
            {
                // Gone already, or in use again.
            }
        });
        return deleted;
    }

    private async Task<int> DeleteBatchesAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(BatchSize)))
        {
            var deletes = batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            try
            {
                await storage.WithTableAsync(table, client => client.SubmitTransactionAsync(deletes, cancellationToken), cancellationToken);
            }
            catch (TableTransactionFailedException exception) when (exception.Status == NotFound)
            {
                // Another run was quicker with one of them; the batch was not carried out.
                await DeleteEachAsync(batch, cancellationToken);
            }
        }

        return rows.Count;
    }
}
