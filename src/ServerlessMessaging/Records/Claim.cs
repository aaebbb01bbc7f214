namespace ServerlessMessaging.Records;

/// <summary>The result of an attempt to claim a request: the decision and the record, which is the claim's own where it succeeded.</summary>
public sealed record Claim(ClaimDecision Decision, Versioned<MessageRecord> Record)
{
    /// <summary>Whether the claim succeeded: only this owner may send the request.</summary>
    public bool IsOwned => Decision is ClaimDecision.Claim or ClaimDecision.ClaimAsUnknown;
}

/// <summary>The decision about an incoming request, by the state of its record.</summary>
public enum ClaimDecision
{
    /// <summary>It has no owner: claim it.</summary>
    Claim,

    /// <summary>Its owner died while sending: claim it, and mark that it may have been sent.</summary>
    ClaimAsUnknown,

    /// <summary>Its owner died while sending: it may have been sent, and an operator decides.</summary>
    Park,

    /// <summary>Another owner holds the lease.</summary>
    InProgress,

    AlreadyQueued,

    AlreadySent,

    Cancelled,

    Parked,

    /// <summary>The id belongs to a request with another body.</summary>
    PayloadMismatch,

    /// <summary>It is a copy for an older attempt, which a newer copy has replaced.</summary>
    Superseded,
}
