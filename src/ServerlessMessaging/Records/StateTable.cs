using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>The contract's table: what state answers what.</summary>
internal static class StateTable
{
    /// <summary>Looks the decision up.</summary>
    /// <param name="entry">The record as it is stored.</param>
    /// <param name="incoming">What arrives: by HTTP, from the public queue, or as a copy of ours.</param>
    /// <param name="fingerprint">What the request that arrives says.</param>
    /// <param name="policy">What to do where nobody knows whether a message was sent.</param>
    public static ClaimDecision Decide(Versioned<MessageRecord> entry, IncomingRequest incoming, string fingerprint, UnknownOutcomePolicy policy)
    {
        var record = entry.Value;
        if (IsSuperseded(record, incoming))
        {
            return ClaimDecision.Superseded;
        }

        if (record is { State: MessageState.Failed, MayHaveBeenSent: false })
        {
            return ClaimDecision.Claim;
        }

        return record.Fingerprint == fingerprint ? OfSameBody(entry, incoming, policy) : ClaimDecision.PayloadMismatch;
    }

    /// <summary>Whether a newer copy has taken an older one's place. Where nothing newer holds the request, the older copy is all there is of it.</summary>
    public static bool IsSuperseded(MessageRecord record, IncomingRequest incoming) => incoming.IsCopy && incoming.Attempt < record.Attempt && record.State switch
    {
        MessageState.Queued or MessageState.Scheduled or MessageState.Deferred => record.Lease is null,
        MessageState.Failed => !record.IsQueued,
        _ => false,
    };

    private static ClaimDecision OfSameBody(Versioned<MessageRecord> entry, IncomingRequest incoming, UnknownOutcomePolicy policy) => entry.Value.State switch
    {
        MessageState.Queued or MessageState.Scheduled or MessageState.Deferred => OfWaiting(entry, incoming),
        // The copy of the next attempt is put when an attempt has ended: only its record is missing.
        MessageState.Sending when incoming.Attempt > entry.Value.Attempt => ClaimDecision.Claim,
        MessageState.Sending when entry.LeaseRemaining() > TimeSpan.Zero => ClaimDecision.InProgress,
        MessageState.Sending => policy == UnknownOutcomePolicy.Resend || incoming.IsForced ? ClaimDecision.ClaimAsUnknown : ClaimDecision.Park,
        MessageState.Failed => ClaimDecision.Claim,
        MessageState.Sent or MessageState.Delivered => ClaimDecision.AlreadySent,
        MessageState.Cancelled => ClaimDecision.Cancelled,
        _ => incoming.IsForced ? ClaimDecision.Claim : ClaimDecision.Parked,
    };

    // Its own copy proves that a queue holds it. With a lease it is still on its way there, and may never have come.
    private static ClaimDecision OfWaiting(Versioned<MessageRecord> entry, IncomingRequest incoming) =>
        incoming.IsCopy && incoming.Attempt >= entry.Value.Attempt ? ClaimDecision.Claim
        : entry.LeaseRemaining() > TimeSpan.Zero ? ClaimDecision.InProgress
        : entry.Value.Lease is not null ? ClaimDecision.Claim
        : incoming.IsFromQueue && entry.Value.State == MessageState.Queued ? ClaimDecision.Claim
        : ClaimDecision.AlreadyQueued;
}
