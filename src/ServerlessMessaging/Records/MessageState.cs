namespace ServerlessMessaging.Records;

/// <summary>The state of a request.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<MessageState>))]
public enum MessageState
{
    /// <summary>A queue holds it, to be sent as soon as possible.</summary>
    Queued,

    /// <summary>A queue holds it until its <c>sendAt</c>.</summary>
    Scheduled,

    /// <summary>An attempt failed; a queue holds it for the next.</summary>
    Deferred,

    /// <summary>An owner is sending it, for as long as its lease lasts.</summary>
    Sending,

    /// <summary>Genesys accepted it.</summary>
    Sent,

    /// <summary>The customer's channel received it.</summary>
    Delivered,

    /// <summary>It is not sent; the same id may be sent again. Shown as <see cref="Unknown"/> where an earlier attempt may have sent it.</summary>
    Failed,

    Cancelled,

    /// <summary>It may have been sent; an operator decides.</summary>
    Unknown,
}
