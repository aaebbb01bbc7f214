namespace ServerlessMessaging.Journal;

/// <summary>What is to be done with a request that arrives, by the state of its record.</summary>
internal enum Verdict
{
    /// <summary>Nobody owns it: claim it and send.</summary>
    Claim,

    /// <summary>An owner died while sending: claim it, and mark that it may have been sent.</summary>
    ClaimAsUnknown,

    /// <summary>An owner died while sending: nobody knows, and nobody may try again by himself.</summary>
    Park,

    /// <summary>Somebody is at it: come again when the lease is over.</summary>
    InProgress,

    /// <summary>It was sent: say so.</summary>
    AlreadySent,

    /// <summary>It is parked.</summary>
    Parked,

    /// <summary>The id belongs to another body.</summary>
    AnotherBody,
}
