namespace ServerlessMessaging.Sending.Posting;

/// <summary>What it means for a request that its message was not posted.</summary>
public enum PostEnding
{
    /// <summary>The message is refused; repeating it is no use.</summary>
    Refused,

    /// <summary>Our own access is at fault; the message is good.</summary>
    AccessFault,

    /// <summary>Certainly not processed; a later attempt may succeed.</summary>
    NotNow,

    /// <summary>The answer was lost: sent or not, nobody knows.</summary>
    OutcomeUnknown,

    /// <summary>Something that nobody foresaw, before the message was posted.</summary>
    Unforeseen,
}
