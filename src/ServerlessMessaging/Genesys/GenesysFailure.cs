namespace ServerlessMessaging.Genesys;

/// <summary>A call to Genesys failed.</summary>
public sealed class GenesysException(GenesysFailure failure) : Exception(failure.Detail)
{
    public GenesysFailure Failure { get; } = failure;
}

/// <summary>Why a call did not succeed.</summary>
/// <param name="Kind">What it means for the message.</param>
/// <param name="Code">The documented reason.</param>
/// <param name="Detail">What happened and what to do; no secret, message text, payload or email address.</param>
/// <param name="RetryAfter">When a repeat makes sense, if that is known.</param>
/// <param name="IsReservation">Whether no call was made because the rate limit is used up; RetryAfter is then the time to the reserved slot.</param>
/// <param name="Status">The HTTP status of the response, if one came.</param>
/// <param name="Cause">Why no response came, as the network names it: such as <c>NameResolutionError</c> or <c>Timeout</c>.</param>
/// <param name="ContextId">Genesys' own id of the response.</param>
/// <param name="GenesysMessage">Genesys' message, shortened: for the caller, who sent the message; never for logs.</param>
/// <param name="GenesysCode">Genesys' code, such as <c>bad.request</c>.</param>
/// <param name="GenesysDetails">Genesys' single errors, if there are any.</param>
public sealed record GenesysFailure(
    FailureKind Kind,
    ErrorCode Code,
    string Detail,
    TimeSpan? RetryAfter = null,
    bool IsReservation = false,
    int? Status = null,
    string? Cause = null,
    string? ContextId = null,
    string? GenesysMessage = null,
    string? GenesysCode = null,
    IReadOnlyList<GenesysErrorDetail>? GenesysDetails = null);

/// <summary>What a failed call means for the message.</summary>
public enum FailureKind
{
    /// <summary>The message is refused; a retry would be refused too.</summary>
    Refused,

    /// <summary>The access of the application fails; the message is valid.</summary>
    AccessFault,

    /// <summary>The rate limit is used up; not processed.</summary>
    RateLimited,

    /// <summary>Genesys is not available; not processed.</summary>
    Unavailable,

    /// <summary>The response was lost: whether the message was processed is unknown.</summary>
    OutcomeUnknown,
}
