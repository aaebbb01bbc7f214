namespace ServerlessMessaging.Storage;

/// <summary>Something on its way to a bot flow, on <see cref="QueueNames.Callbacks"/>.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="ReceivedAt">When we got it.</param>
/// <param name="Attempt">The attempt that it stands for; 1 is the first.</param>
/// <param name="Body">The raw bytes: what Genesys signed, or our own status.</param>
public sealed record CallbackEnvelope(CallbackKind Kind, DateTimeOffset ReceivedAt, int Attempt, ReadOnlyMemory<byte> Body)
{
    /// <summary>The form of the envelope.</summary>
    public const int Version = 1;

    /// <summary>The bot flow that it is for, once that is decided.</summary>
    public string? Flow { get; init; }

    /// <summary>The W3C trace context of whoever put it there.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When it is to be seen; null where at once. What waits for its time is not late.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>SHA-256 of a body that stands in a blob of that name, in hex.</summary>
    public string? Large { get; init; }
}
