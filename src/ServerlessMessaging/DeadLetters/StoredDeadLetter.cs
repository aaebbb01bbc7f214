namespace ServerlessMessaging.DeadLetters;

/// <summary>A dead-letter message as it was listed.</summary>
/// <param name="Name">The name of its blob.</param>
/// <param name="Version">The blob's version, which a delete names.</param>
/// <param name="Letter">What and why.</param>
public sealed record StoredDeadLetter(string Name, ETag Version, DeadLetter Letter)
{
    /// <summary>The W3C trace context of the failed work.</summary>
    public string? TraceParent { get; init; }
}
