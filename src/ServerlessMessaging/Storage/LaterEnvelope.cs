namespace ServerlessMessaging.Storage;

/// <summary>A request that waits on <see cref="QueueNames.MessagesLater"/>.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Attempt">The attempt that this copy stands for; 0 where none was made. An older copy is told by it.</param>
/// <param name="AcceptedAt">When the request was accepted.</param>
/// <param name="ExpiresAt">When it is too late to send it.</param>
/// <param name="Request">The request as ASCII JSON.</param>
public sealed record LaterEnvelope(string Id, int Attempt, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt, ReadOnlyMemory<byte> Request)
{
    /// <summary>The form of the envelope.</summary>
    public const int Version = 1;

    /// <summary>The W3C trace context of whoever put it there.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When it is to be seen; null where at once. What waits for its time is not late.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often an answer of Genesys was lost before this copy was written: its record may have missed the last time.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>SHA-256 of a request that stands in a blob, in hex; read whole, it is in <see cref="Request"/> all the same.</summary>
    public string? Large { get; init; }
}
