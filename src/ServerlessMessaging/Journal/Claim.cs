namespace ServerlessMessaging.Journal;

/// <summary>The outcome of an attempt to own a request.</summary>
/// <param name="Verdict">What is to be done.</param>
/// <param name="Entry">The record: ours where it is owned, somebody's otherwise.</param>
public sealed record Claim(Verdict Verdict, JournalEntry Entry)
{
    /// <summary>Whether the request is ours to send.</summary>
    public bool IsOwned => Verdict is Verdict.Claim or Verdict.ClaimAsUnknown;
}
