namespace ServerlessMessaging.Records;

/// <summary>The decision for each state, as the contract documents it.</summary>
internal static class StateTable
{
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

        return record.Fingerprint == fingerprint ? DecideSameBody(entry, incoming, policy) : ClaimDecision.PayloadMismatch;
    }

    // Without a newer copy of the request, an older one must not be dropped.
    private static bool IsSuperseded(MessageRecord record, IncomingRequest incoming) => incoming.IsCopy && incoming.Attempt < record.Attempt && record.State switch
    {
        MessageState.Queued or MessageState.Scheduled or MessageState.Deferred => record.Lease is null,
        MessageState.Failed => !record.IsQueued,
        _ => false,
    };

    private static ClaimDecision DecideSameBody(Versioned<MessageRecord> entry, IncomingRequest incoming, UnknownOutcomePolicy policy) => entry.Value.State switch
    {
        MessageState.Queued or MessageState.Scheduled or MessageState.Deferred => DecideWaiting(entry, incoming),
        // The owner wrote the copy when its attempt had ended: only its record is missing. Under another owner the request may be in a post.
        MessageState.Sending when incoming.EndedOwner is not null && incoming.EndedOwner == entry.Value.Owner => ClaimDecision.Claim,
        MessageState.Sending when entry.LeaseRemaining() > TimeSpan.Zero => ClaimDecision.InProgress,
        MessageState.Sending => policy == UnknownOutcomePolicy.Resend || incoming.IsForced ? ClaimDecision.ClaimAsUnknown : ClaimDecision.Park,
        MessageState.Failed => ClaimDecision.Claim,
        MessageState.Sent or MessageState.Delivered => ClaimDecision.AlreadySent,
        MessageState.Cancelled => ClaimDecision.Cancelled,
        _ => incoming.IsForced ? ClaimDecision.Claim : ClaimDecision.Parked,
    };

    // Its copy proves that it is queued. With a lease the put is still running, and may have failed.
    private static ClaimDecision DecideWaiting(Versioned<MessageRecord> entry, IncomingRequest incoming) =>
        incoming.IsCopy && incoming.Attempt >= entry.Value.Attempt ? ClaimDecision.Claim
        : entry.LeaseRemaining() > TimeSpan.Zero ? ClaimDecision.InProgress
        : entry.Value.Lease is not null ? ClaimDecision.Claim
        : incoming.IsFromQueue && entry.Value.State == MessageState.Queued ? ClaimDecision.Claim
        : ClaimDecision.AlreadyQueued;
}
