using Microsoft.Extensions.Logging;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Records;

/// <summary>Calls off what has not been sent.</summary>
public sealed partial class MessageCancellation(IJournal journal, MessageLookup lookup, TimeProvider time, ILogger<MessageCancellation> logger)
{
    // Each turn means that somebody else changed the record in between.
    private const int Turns = 20;
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
            for (var turn = 0; turn < Turns; turn++)
            {
                if (await journal.ReadAsync(id, timeout.Token) is not { } entry)
                {
                    return lookup.NotFound(id);
                }

                if (await TryAsync(entry, timeout.Token) is var (answer, problem))
                {
                    return (answer, problem);
                }
            }

            throw new UnreadableBlobException($"The record of request {id} changed {Turns} times while it was being cancelled.");
        }
        catch (Exception exception) when (StorageFaults.Is(exception))
        {
            return lookup.Unavailable(id, exception);
        }
    }

    // Null where somebody else was quicker.
    private async Task<(RecordAnswer?, Problem?)?> TryAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var record = entry.Record;
        if (record.State == SendState.Cancelled)
        {
            return (RecordAnswer.Of(entry), null);
        }

        if (record.MayHaveBeenSent || record.State is SendState.Sending or SendState.Sent or SendState.Delivered or SendState.Unknown)
        {
            Log.Refused(logger, record.Id, record.State);
            return (null, new Problem(ErrorCodes.TooLateToCancel, "The message is being sent, was sent, or may have been. GET /api/messages/{id} tells which.") { Id = record.Id });
        }

        var cancelled = record with { State = SendState.Cancelled, Owner = null, Lease = null, DueAt = null };
        if (await journal.TryReplaceAsync(entry, cancelled, cancellationToken) is not { } replaced)
        {
            return null;
        }

        Log.Cancelled(logger, record.Id, record.State);
        return (RecordAnswer.Of(replaced), null);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestCancelled, LogLevel.Information, "Request {Id} cancelled; it was {State}")]
        public static partial void Cancelled(ILogger logger, string id, SendState state);

        [LoggerMessage(EventIds.CancelRefused, LogLevel.Information, "Request {Id} not cancelled: it is {State}")]
        public static partial void Refused(ILogger logger, string id, SendState state);
    }
}
