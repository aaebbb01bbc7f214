using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Sending.Queues;

/// <summary>Ends requests that wait and cannot be sent: record and dead letter.</summary>
public sealed class WaitingRequests(MessageRecords records, SendLedger ledger, SetAside setAside, SendLog log, TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Why a message on one of our own queues is of no use.</summary>
    public static Problem Unreadable { get; } = new(
        ErrorCodes.EnvelopeUnreadable, $"The queue {QueueNames.MessagesLater} is for our own copies. Drop requests on the queue {QueueNames.Messages}.");

    /// <summary>Ends the request of an envelope, unless its record says that it needs nothing more.</summary>
    public async Task EndAsync(DeferredRequest envelope, Problem problem)
    {
        using var activity = Traces.Start("set aside", ActivityKind.Consumer, envelope.TraceParent);
        activity.Fail(problem.Code.Code);
        var entry = await FindAsync(envelope.Id);
        if (entry is not null && IsOver(entry.Value, envelope))
        {
            log.Dropped(envelope.Id, QueueNames.MessagesLater, ClaimDecision.Superseded);
            return;
        }

        await setAside.WriteAsync(envelope.Id, QueueNames.MessagesLater, envelope.AcceptedAt, envelope.Attempt, problem, envelope.Payload);
        if (entry is { Value.State: MessageState.Queued or MessageState.Scheduled or MessageState.Deferred })
        {
            await ledger.CloseAsync(entry, problem, MessageState.Failed);
        }
        else if (entry is { Value.State: MessageState.Sending } && entry.LeaseRemaining() == TimeSpan.Zero)
        {
            // Its owner died, and nobody comes after him.
            await ledger.CloseAsync(entry, SendProblems.CutOff, MessageState.Unknown);
        }
    }

    // What nobody foresaw, here of all places, must not keep the request from becoming a dead letter.
    private async Task<Versioned<MessageRecord>?> FindAsync(string id)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        try
        {
            return await records.FindAsync(id, timeout.Token);
        }
        catch (Exception exception) when (!StorageFaults.IsTransient(exception))
        {
            log.Unexpected(id, exception);
            return null;
        }
    }

    private static bool IsOver(MessageRecord record, DeferredRequest envelope) =>
        record.State is MessageState.Sent or MessageState.Delivered or MessageState.Cancelled or MessageState.Unknown
        || (record.State is MessageState.Queued or MessageState.Scheduled or MessageState.Deferred && record.Lease is null && envelope.Attempt > 0 && envelope.Attempt < record.Attempt);
}
