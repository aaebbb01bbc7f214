using Azure.Data.Tables;

namespace ServerlessMessaging.Records;

/// <summary>Deletes the rows of all tables that have not changed for <see cref="RecordsOptions.Retention"/>, and kept messages. The next run completes an interrupted one.</summary>
public sealed partial class RecordRetention(StorageAccount storage, MessageContents contents, IOptions<RecordsOptions> options, TimeProvider time, ILogger<RecordRetention> logger)
{
    private const int PageSize = 1000;
    private const int BatchSize = 100;
    private const int ParallelDeletes = 8;
    private const int NotFound = 404;
    private const int PreconditionFailed = 412;
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(9);
    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    // A request that waits or is being sent is needed, whatever the age of its record.
    private static readonly MessageState[] Unsettled = [MessageState.Queued, MessageState.Scheduled, MessageState.Deferred, MessageState.Sending];
    private static readonly string Settled = string.Concat(Unsettled.Select(state => $" and {nameof(MessageRecord.State)} ne '{EntityProperties.Name(state)}'"));

    private static readonly (string Name, string Condition, bool RowsChange)[] Tables =
    [
        (TableNames.MessageRecords, Settled, RowsChange: true),
        (TableNames.MessagesByTime, string.Empty, RowsChange: false),
        (TableNames.RequestIndex, string.Empty, RowsChange: false),
        (TableNames.EventDeliveries, string.Empty, RowsChange: true),
    ];

    /// <summary>Deletes what is old by the clock of the service, one table after the other to leave capacity for messages, for at most nine minutes.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(MaxRun, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        foreach (var (name, condition, rowsChange) in Tables)
        {
            var deleted = 0;
            try
            {
                var before = await storage.ServiceTimeAsync(either.Token) - options.Value.Retention;
                var filter = TableClient.CreateQueryFilter($"Timestamp lt {before}") + condition;
                await storage.WithTableAsync(
                    name,
                    async table =>
                    {
                        await foreach (var page in table.QueryAsync<TableEntity>(filter, PageSize, Keys, either.Token).AsPages())
                        {
                            deleted += await (rowsChange ? DeleteUnchangedAsync(table, page.Values, either.Token) : DeleteBatchesAsync(table, page.Values, either.Token));
                        }

                        return deleted;
                    },
                    either.Token);
                Log.Deleted(logger, name, deleted, before);
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                Log.Incomplete(logger, name, deleted, StorageFaults.Cause(exception));
            }
        }

        await PurgeContentsAsync(either.Token);
    }

    private async Task PurgeContentsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await contents.PurgeAsync(await storage.ServiceTimeAsync(cancellationToken), cancellationToken) is > 0 and var deleted)
            {
                Log.ContentsDeleted(logger, deleted);
            }
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            Log.ContentsIncomplete(logger, StorageFaults.Cause(exception));
        }
    }

    private static async Task<int> DeleteUnchangedAsync(TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var deleted = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelDeletes, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(rows, options, async (row, cancellation) =>
        {
            try
            {
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
                Interlocked.Increment(ref deleted);
            }
            catch (RequestFailedException exception) when (exception.Status is NotFound or PreconditionFailed)
            {
                // It is deleted, or changed since it was listed.
            }
        });
        return deleted;
    }

    private static async Task<int> DeleteBatchesAsync(TableClient table, IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        foreach (var batch in rows.GroupBy(row => row.PartitionKey).SelectMany(partition => partition.Chunk(BatchSize)))
        {
            try
            {
                await table.SubmitTransactionAsync(batch.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
            }
            catch (TableTransactionFailedException exception) when (exception.Status == NotFound)
            {
                // Another run deleted one of them first; the batch was not carried out.
                await DeleteUnchangedAsync(table, batch, cancellationToken);
            }
        }

        return rows.Count;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ExpiredRowsDeleted, LogLevel.Information, "Retention deleted {Count} rows of table {Table} that had not changed since {Before}")]
        public static partial void Deleted(ILogger logger, string table, int count, DateTimeOffset before);

        [LoggerMessage(EventIds.ContentsDeleted, LogLevel.Information, "Retention deleted {Count} kept messages")]
        public static partial void ContentsDeleted(ILogger logger, int count);

        [LoggerMessage(EventIds.ContentsNotDeleted, LogLevel.Warning, "Retention of kept messages stopped ({Cause}); the next run continues, and if it repeats, check GET /api/operator/health")]
        public static partial void ContentsIncomplete(ILogger logger, string cause);

        [LoggerMessage(EventIds.RetentionIncomplete, LogLevel.Warning, "Retention of table {Table} stopped after {Count} rows ({Cause}); the next run continues, and if it repeats, check GET /api/operator/health")]
        public static partial void Incomplete(ILogger logger, string table, int count, string cause);
    }
}
