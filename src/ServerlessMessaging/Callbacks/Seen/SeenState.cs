using System.Text.Json.Serialization;

namespace ServerlessMessaging.Callbacks.Seen;

/// <summary>What became of a callback so far.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SeenState>))]
public enum SeenState
{
    /// <summary>Somebody delivers it, for as long as the lease lives.</summary>
    [JsonStringEnumMemberName("working")]
    Working,

    /// <summary>The queue holds it for its next delivery.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It needs nothing more.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>It is set aside as a dead letter.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
