namespace ServerlessMessaging.Genesys;

/// <summary>What a failed call means for the message.</summary>
public enum FailureKind
{
    /// <summary>The message itself is refused; repeating it is no use.</summary>
    Refused,

    /// <summary>Our own access is at fault; the message is good.</summary>
    AccessFault,

    /// <summary>The rate limit is used up; certainly not processed.</summary>
    RateLimited,

    /// <summary>Genesys is not available; not processed.</summary>
    Unavailable,

    /// <summary>The answer was lost: processed or not, nobody knows.</summary>
    OutcomeUnknown,
}
