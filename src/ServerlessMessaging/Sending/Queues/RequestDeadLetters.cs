using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Dead-letters a request whose queue message cannot be handled, by what its record says: one that may have been sent is never called unsent.</summary>
public sealed class RequestDeadLetters(MessageRecords messageRecords, SendRecords records, DeadLetterWriter deadLetters, SendLog log, TimeProvider time)
{
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Writes the dead-letter message and ends the request's record; neither where the record says that the request is over or has a copy.</summary>
    /// <param name="copy">The request. A message of the callers' queue has no attempt.</param>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="fingerprint">The request's, where another request may have its id; null for a copy of the application.</param>
    /// <param name="problem">Why it cannot be handled.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task WriteAsync(DeferredRequest copy, string queue, string? fingerprint, Problem problem)
    {
        var stored = await FindRecordAsync(copy.Id);
        if (stored is not null && fingerprint is not null && stored.Value.Fingerprint != fingerprint)
        {
            // The record is of another request.
            stored = null;
        }

        if (stored is not null && IsOver(stored.Value, copy))
        {
            log.Dropped(copy.Id, queue, ClaimDecision.Superseded);
            return;
        }

        // Its owner died, and no other copy follows.
        var isAbandoned = stored is { Value.State: MessageState.Sending } && stored.LeaseRemaining() == TimeSpan.Zero;
        var unknownOutcomes = Math.Max(copy.UnknownOutcomes, stored?.Value.UnknownOutcomes ?? 0) + (isAbandoned ? 1 : 0);
        var reason = unknownOutcomes > 0 ? SendProblems.MayHaveBeenSent(problem) : problem;
        await deadLetters.WriteAsync(copy.Id, queue, copy.AcceptedAt, copy.Attempt ?? 0, reason, copy.Payload);
        if (stored is not null && (isAbandoned || stored.Value.State is MessageState.Queued or MessageState.Scheduled or MessageState.Deferred))
        {
            await records.FailAsync(stored with { Value = stored.Value with { UnknownOutcomes = unknownOutcomes } }, reason);
        }
    }

    // The request is dead-lettered even if its record cannot be read.
    private async Task<Versioned<MessageRecord>?> FindRecordAsync(string id)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            return await messageRecords.FindAsync(id, timeout.Token);
        }
        catch (Exception exception) when (!StorageFaults.IsTransient(exception))
        {
            log.Unexpected(id, exception);
            return null;
        }
    }

    // A waiting record without a lease has a copy, which is newer than a message of the callers' queue.
    private static bool IsOver(MessageRecord record, DeferredRequest copy) => record.State switch
    {
        MessageState.Sent or MessageState.Delivered or MessageState.Cancelled or MessageState.Unknown => true,
        MessageState.Queued or MessageState.Scheduled or MessageState.Deferred => record.Lease is null && (copy.Attempt ?? 0) < record.Attempt,
        _ => false,
    };
}
