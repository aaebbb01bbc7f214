using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>The outcome of an attempt to claim a request.</summary>
/// <param name="Decision">What is to be done.</param>
/// <param name="Record">The record: this claim's own where it succeeded.</param>
public sealed record Claim(ClaimDecision Decision, Versioned<MessageRecord> Record)
{
    /// <summary>Whether the claim succeeded: the request is this owner's to send.</summary>
    public bool IsOwned => Decision is ClaimDecision.Claim or ClaimDecision.ClaimAsUnknown;
}
