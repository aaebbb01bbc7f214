namespace ServerlessMessaging.Journal;

/// <summary>The contract's table: what state answers what.</summary>
internal static class StateTable
{
    /// <summary>Looks the verdict up.</summary>
    /// <param name="entry">The record as it is stored.</param>
    /// <param name="fingerprint">What the request that arrives says.</param>
    /// <param name="policy">What to do where nobody knows whether a message was sent.</param>
    public static Verdict Decide(JournalEntry entry, string fingerprint, UnknownOutcomePolicy policy) => entry.Record switch
    {
        { State: SendState.Failed, MayHaveBeenSent: false } => Verdict.Claim,
        var record when record.Fingerprint != fingerprint => Verdict.AnotherBody,
        { State: SendState.Sending } when entry.LeaseLeft > TimeSpan.Zero => Verdict.InProgress,
        { State: SendState.Sending } => policy == UnknownOutcomePolicy.Resend ? Verdict.ClaimAsUnknown : Verdict.Park,
        { State: SendState.Failed } => Verdict.Claim,
        { State: SendState.Sent } => Verdict.AlreadySent,
        _ => Verdict.Parked,
    };
}
