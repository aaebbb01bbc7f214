using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Records;

/// <summary>Calls off what has not been sent.</summary>
public sealed partial class MessageCancellation(MessageRecords records, MessageLookup lookup, TimeProvider time, ILogger<MessageCancellation> logger)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Cancels a request. Its copy on a queue is dropped when it comes.</summary>
    /// <param name="id">The request's id.</param>
    /// <returns>The record, or why it was not cancelled (SM3004, SM3010, SM4004). Exactly one is set.</returns>
    public async Task<(RecordAnswer? Answer, Problem? Problem)> CancelAsync(string id)
    {
        if (!RequestId.IsValid(id))
        {
            return lookup.NotFound(null);
        }

        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            MessageState? refused = null;
            MessageState? cancelled = null;
            var stored = await records.ChangeAsync(
                id,
                current =>
                {
                    var record = current.Value;
                    refused = record.MayHaveBeenSent || record.State is MessageState.Sending or MessageState.Sent or MessageState.Delivered or MessageState.Unknown ? record.State : null;
                    cancelled = refused is null && record.State != MessageState.Cancelled ? record.State : null;
                    return cancelled is null ? null : record with { State = MessageState.Cancelled, Owner = null, Lease = null, DueAt = null };
                },
                timeout.Token);
            if (stored is null)
            {
                return lookup.NotFound(id);
            }

            if (refused is { } state)
            {
                Log.Refused(logger, id, state);
                return (null, new Problem(ErrorCodes.TooLateToCancel, "The message is being sent, was sent, or may have been. GET /api/messages/{id} tells which.") { Id = id });
            }

            if (cancelled is { } before)
            {
                Log.Cancelled(logger, id, before);
            }

            return (RecordAnswer.Of(stored), null);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            return lookup.Unavailable(id, exception);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestCancelled, LogLevel.Information, "Request {Id} cancelled; it was {State}")]
        public static partial void Cancelled(ILogger logger, string id, MessageState state);

        [LoggerMessage(EventIds.CancelRefused, LogLevel.Information, "Request {Id} not cancelled: it is {State}")]
        public static partial void Refused(ILogger logger, string id, MessageState state);
    }
}
