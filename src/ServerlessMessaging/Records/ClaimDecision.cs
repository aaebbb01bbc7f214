namespace ServerlessMessaging.Records;

/// <summary>What is to be done with a request that arrives, by the state of its record.</summary>
public enum ClaimDecision
{
    /// <summary>Nobody owns it: it is ours.</summary>
    Claim,

    /// <summary>An owner died while sending: claim it, and mark that it may have been sent.</summary>
    ClaimAsUnknown,

    /// <summary>An owner died while sending: nobody knows, and nobody may try again by himself.</summary>
    Park,

    /// <summary>Somebody is at it: come again when the lease is over.</summary>
    InProgress,

    /// <summary>A queue holds it already.</summary>
    AlreadyQueued,

    /// <summary>It was sent: say so.</summary>
    AlreadySent,

    /// <summary>It was called off.</summary>
    Cancelled,

    /// <summary>It is parked.</summary>
    Parked,

    /// <summary>The id belongs to another body.</summary>
    PayloadMismatch,

    /// <summary>A copy of an older attempt, which a newer one has replaced.</summary>
    Superseded,
}
