namespace ServerlessMessaging.Journal;

/// <summary>The contract's table: what state answers what.</summary>
internal static class StateTable
{
    /// <summary>Looks the verdict up.</summary>
    /// <param name="entry">The record as it is stored.</param>
    /// <param name="arrival">What arrives: by HTTP, from the public queue, or as a copy of ours.</param>
    /// <param name="fingerprint">What the request that arrives says.</param>
    /// <param name="policy">What to do where nobody knows whether a message was sent.</param>
    public static Verdict Decide(JournalEntry entry, Arrival arrival, string fingerprint, UnknownOutcomePolicy policy)
    {
        var record = entry.Record;
        if (IsSuperseded(record, arrival))
        {
            return Verdict.Superseded;
        }

        if (record is { State: SendState.Failed, MayHaveBeenSent: false })
        {
            return Verdict.Claim;
        }

        return record.Fingerprint == fingerprint ? OfSameBody(entry, arrival, policy) : Verdict.AnotherBody;
    }

    /// <summary>Whether a newer copy has taken an older one's place. Where nothing newer holds the request, the older copy is all there is of it.</summary>
    public static bool IsSuperseded(SendRecord record, Arrival arrival) => arrival.IsCopy && arrival.Attempt < record.Attempt && record.State switch
    {
        SendState.Queued or SendState.Scheduled or SendState.Deferred => record.Lease is null,
        SendState.Failed => !record.IsHeld,
        _ => false,
    };

    private static Verdict OfSameBody(JournalEntry entry, Arrival arrival, UnknownOutcomePolicy policy) => entry.Record.State switch
    {
        SendState.Queued or SendState.Scheduled or SendState.Deferred => OfWaiting(entry, arrival),
        // The copy of the next attempt is put when an attempt has ended: only its record is missing.
        SendState.Sending when arrival.Attempt > entry.Record.Attempt => Verdict.Claim,
        SendState.Sending when entry.LeaseLeft > TimeSpan.Zero => Verdict.InProgress,
        SendState.Sending => policy == UnknownOutcomePolicy.Resend || arrival.IsForced ? Verdict.ClaimAsUnknown : Verdict.Park,
        SendState.Failed => Verdict.Claim,
        SendState.Sent or SendState.Delivered => Verdict.AlreadySent,
        SendState.Cancelled => Verdict.Cancelled,
        _ => arrival.IsForced ? Verdict.Claim : Verdict.Parked,
    };

    // Its own copy proves that a queue holds it. With a lease it is still on its way there, and may never have come.
    private static Verdict OfWaiting(JournalEntry entry, Arrival arrival) =>
        arrival.IsCopy && arrival.Attempt >= entry.Record.Attempt ? Verdict.Claim
        : entry.LeaseLeft > TimeSpan.Zero ? Verdict.InProgress
        : entry.Record.Lease is not null ? Verdict.Claim
        : arrival.IsQueued && entry.Record.State == SendState.Queued ? Verdict.Claim
        : Verdict.Taken;
}
