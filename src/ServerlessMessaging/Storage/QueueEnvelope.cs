namespace ServerlessMessaging.Storage;

/// <summary>A message on a queue of the application, as ASCII JSON.</summary>
/// <param name="V">The version of the format; no other is read.</param>
/// <param name="Content">The content, by queue.</param>
public sealed record QueueEnvelope<T>(int V, T Content)
    where T : QueueContent
{
    /// <summary>The W3C trace context of the sender.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>When the message becomes visible; null where at once. A message that waits for its time is not late.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>SHA-256 in hex of a payload that a blob holds.</summary>
    public string? PayloadHash { get; init; }

    /// <summary>The payload, unless a blob holds it.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }
}

/// <summary>The content of a message on a queue of the application.</summary>
public abstract record QueueContent
{
    /// <summary>The W3C trace context of the sender; null for the current one.</summary>
    [JsonIgnore]
    public string? TraceParent { get; init; }

    /// <summary>The raw bytes that the message is about.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Whether the blob of the payload is missing or was not read.</summary>
    [JsonIgnore]
    public bool IsPayloadMissing { get; init; }
}
