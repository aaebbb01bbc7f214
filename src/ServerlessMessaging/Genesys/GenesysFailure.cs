namespace ServerlessMessaging.Genesys;

/// <summary>Why Genesys did not accept a call.</summary>
/// <param name="Kind">What it means for the message.</param>
/// <param name="Code">The documented reason.</param>
/// <param name="Detail">What happened and what to do; no secret, message text, payload or email address.</param>
public sealed record GenesysFailure(FailureKind Kind, ErrorCode Code, string Detail)
{
    /// <summary>When a repeat makes sense, if that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether no call was made, because the rate limit has no room: then <see cref="RetryAfter"/> tells when some is expected.</summary>
    public bool IsReservation { get; init; }

    /// <summary>The HTTP status that Genesys answered, if it did.</summary>
    public int? Status { get; init; }

    /// <summary>Why no answer came, in the words of the network: such as <c>NameResolutionError</c> or <c>Timeout</c>.</summary>
    public string? Cause { get; init; }

    /// <summary>Genesys' own id of the answer.</summary>
    public string? ContextId { get; init; }

    /// <summary>What Genesys said, shortened: for the caller, who sent the message; never for logs.</summary>
    public string? GenesysMessage { get; init; }
}
