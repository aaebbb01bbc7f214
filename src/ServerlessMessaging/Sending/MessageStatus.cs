using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending;

/// <summary>Reads the state of a request, and cancels one that has not been sent.</summary>
public sealed partial class MessageStatus(MessageRecords records, TimeProvider time, ILogger<MessageStatus> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads the record of a request.</summary>
    /// <returns>The record, or why there is none to show (SM3004, SM4004). Exactly one is set.</returns>
    public Task<(MessageStatusResponse? Response, Problem? Problem)> FindAsync(string id) => WithRecordAsync(id, records.FindAsync, stored => (MessageStatusResponse.From(stored), null));

    /// <summary>Cancels a request: no further attempt is made, and its copy on a queue is dropped when it is delivered. What may have been sent is <c>Unknown</c> then.</summary>
    /// <returns>The record, or why it was not cancelled (SM3004, SM3010, SM4004). Exactly one is set.</returns>
    public Task<(MessageStatusResponse? Response, Problem? Problem)> CancelAsync(string id)
    {
        MessageState? refused = null;
        MessageState? cancelled = null;
        return WithRecordAsync(
            id,
            (_, token) => records.ChangeAsync(
                id,
                current =>
                {
                    var record = current.Value;
                    var state = record.ShownState;
                    refused = state is MessageState.Sending or MessageState.Sent or MessageState.Delivered or MessageState.Unknown ? state : null;
                    cancelled = refused is null && state != MessageState.Cancelled ? state : null;
                    var end = record.MayHaveBeenSent ? MessageState.Unknown : MessageState.Cancelled;
                    return cancelled is null ? null : record with { State = end, Owner = null, Lease = null, DueAt = null };
                },
                token),
            stored =>
            {
                if (refused is { } state)
                {
                    Log.CancelRefused(logger, id, state);
                    return (null, new Problem(ErrorCodes.TooLateToCancel, "The message is being sent, was sent, or may have been. GET /api/messages/{id} returns its state.") { Id = id });
                }

                if (cancelled is { } before)
                {
                    Log.Cancelled(logger, id, before, stored.Value.State);
                }

                return (MessageStatusResponse.From(stored), null);
            });
    }

    private async Task<(MessageStatusResponse?, Problem?)> WithRecordAsync(
        string id,
        Func<string, CancellationToken, Task<Versioned<MessageRecord>?>> read,
        Func<Versioned<MessageRecord>, (MessageStatusResponse?, Problem?)> respond)
    {
        if (!RequestId.IsValid(id))
        {
            // An invalid id may be an invalid row key.
            return NotFound(null);
        }

        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            return await read(id, timeout.Token) is { } stored ? respond(stored) : NotFound(id);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            Log.Unavailable(logger, id, StorageFaults.Cause(exception));
            return (null, exception is UnreadableRecordException
                ? SendProblems.RecordUnreadable with { Id = id }
                : new Problem(ErrorCodes.StorageUnavailable, "The record cannot be reached. Try again; if it lasts, look at GET /api/operator/health.") { Id = id, RetryAfter = TimeSpan.FromSeconds(5) });
        }
    }

    private (MessageStatusResponse?, Problem?) NotFound(string? id)
    {
        Log.NotFound(logger, id);
        return (null, new Problem(ErrorCodes.NoSuchRequest, "There is no record of this id. An invalid request has no record: one from the queue is listed by GET /api/operator/dead-letters?id=. Records are deleted after their retention.") { Id = id });
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestNotFound, LogLevel.Information, "Request {Id} not found: it never had a record, or its record was deleted after its retention")]
        public static partial void NotFound(ILogger logger, string? id);

        [LoggerMessage(EventIds.RecordUnavailable, LogLevel.Error, "Record of request {Id} cannot be read ({Cause}); check GET /api/operator/health")]
        public static partial void Unavailable(ILogger logger, string id, string cause);

        [LoggerMessage(EventIds.RequestCancelled, LogLevel.Information, "Request {Id} cancelled: no further attempt is made; it was {Before} and is {State}")]
        public static partial void Cancelled(ILogger logger, string id, MessageState before, MessageState state);

        [LoggerMessage(EventIds.CancelRefused, LogLevel.Information, "Request {Id} not cancelled: it is {State}")]
        public static partial void CancelRefused(ILogger logger, string id, MessageState state);
    }
}
