namespace ServerlessMessaging.Records;

/// <summary>What became of a request so far.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageState>))]
public enum MessageState
{
    /// <summary>A queue holds it, to be sent as soon as may be.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>A queue holds it until its <c>sendAt</c>.</summary>
    [JsonStringEnumMemberName("scheduled")]
    Scheduled,

    /// <summary>It could not be sent yet; a queue holds it for the next attempt.</summary>
    [JsonStringEnumMemberName("deferred")]
    Deferred,

    /// <summary>Somebody is sending it, for as long as the lease lives.</summary>
    [JsonStringEnumMemberName("sending")]
    Sending,

    /// <summary>Genesys accepted it.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The customer's channel has it.</summary>
    [JsonStringEnumMemberName("delivered")]
    Delivered,

    /// <summary>It was not sent, or nobody knows; the same id may be sent again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It was called off before it was sent.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,

    /// <summary>Sent or not, nobody knows; it waits for a decision.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
