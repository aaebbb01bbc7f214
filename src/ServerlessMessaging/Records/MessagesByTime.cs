using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>Copies what lists show of a record into <see cref="TableNames.MessagesByTime"/>. The record is the truth: a row that cannot be written ends nothing.</summary>
public sealed partial class MessagesByTime(StorageAccount storage, TimeProvider time, ILogger<MessagesByTime> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(2);

    private readonly TableStore<MessageSummary> _rows = new(storage, TableNames.MessagesByTime, MessageSummary.Write, MessageSummary.Read, time);

    /// <summary>Writes the row of a record, whatever is there.</summary>
    public async Task WriteAsync(MessageRecord record)
    {
        var summary = MessageSummary.From(record);
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            await _rows.PutAsync(summary.Key, summary, timeout.Token);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            Log.NotListed(logger, record.Id, record.State, StorageFaults.Cause(exception));
        }
    }

    /// <summary>A page of rows, newest first.</summary>
    public Task<(IReadOnlyList<(MessageSummary Value, DateTimeOffset WrittenAt)> Rows, string? Continuation)> ListAsync(string filter, int size, string? continuation, CancellationToken cancellationToken) =>
        _rows.PagesAsync(filter, size, continuation, skipsOtherForms: true, cancellationToken).FirstAsync(cancellationToken).AsTask();

    private static partial class Log
    {
        [LoggerMessage(EventIds.MessageNotListed, LogLevel.Warning, "Message {Id} is {State}, but its row in the list by time could not be written ({Cause}); its next change writes it again")]
        public static partial void NotListed(ILogger logger, string id, MessageState state, string cause);
    }
}
