using System.Text.Json.Serialization;

namespace ServerlessMessaging.Journal;

/// <summary>What became of a request so far.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SendState>))]
public enum SendState
{
    /// <summary>Somebody is sending it, for as long as the lease lives.</summary>
    [JsonStringEnumMemberName("sending")]
    Sending,

    /// <summary>Genesys accepted it.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>It was not sent, or nobody knows; the same id may be sent again.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Sent or not, nobody knows; it waits for a decision.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}
