using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records.Retention;

/// <summary>Deletes the rows of all tables that have not changed for <see cref="RecordOptions.Retention"/>. A run that is cut off is completed by the next one.</summary>
public sealed partial class RecordRetention(StorageAccount storage, IOptions<RecordOptions> options, TimeProvider time, ILogger<RecordRetention> logger)
{
    private static readonly TimeSpan MaxRun = TimeSpan.FromMinutes(9);

    // A request that still waits or is being sent is needed, however old its record.
    private static readonly string Settled = string.Join(
        " and ",
        new[] { MessageState.Queued, MessageState.Scheduled, MessageState.Deferred, MessageState.Sending }.Select(state => $"{nameof(MessageRecord.State)} ne '{EntityProperties.Name(state)}'"));

    private readonly (string Table, ExpiredRows Rows)[] _tables =
    [
        (TableNames.MessageRecords, new(storage, TableNames.MessageRecords, Settled, changes: true)),
        (TableNames.MessagesByTime, new(storage, TableNames.MessagesByTime, condition: null, changes: false)),
        (TableNames.RequestIndex, new(storage, TableNames.RequestIndex, condition: null, changes: false)),
        (TableNames.EventDeliveries, new(storage, TableNames.EventDeliveries, condition: null, changes: true)),
    ];

    /// <summary>Deletes what is old, one table after the other so that messages keep most of the account's room, for at most nine minutes.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(MaxRun, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        foreach (var (table, rows) in _tables)
        {
            var deleted = 0;
            try
            {
                var before = await storage.ServiceTimeAsync(either.Token) - options.Value.Retention;
                await foreach (var count in rows.DeleteAsync(before, either.Token))
                {
                    deleted += count;
                }

                Log.Deleted(logger, table, deleted, before);
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                Log.Incomplete(logger, table, deleted, StorageFaults.Cause(exception));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ExpiredRowsDeleted, LogLevel.Information, "Retention deleted {Count} rows of table {Table} that had not changed since {Before}")]
        public static partial void Deleted(ILogger logger, string table, int count, DateTimeOffset before);

        [LoggerMessage(EventIds.RetentionIncomplete, LogLevel.Warning, "Retention of table {Table} stopped after {Count} rows ({Cause}); the next run goes on. If it lasts, look at GET /api/operator/health")]
        public static partial void Incomplete(ILogger logger, string table, int count, string cause);
    }
}
