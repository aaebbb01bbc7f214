namespace ServerlessMessaging.DeadLetters;

/// <summary>A dead letter with the name of its blob.</summary>
internal sealed record StoredDeadLetter(string Name, DeadLetter Letter)
{
    /// <summary>The W3C trace context in which it was set aside.</summary>
    public string? TraceParent { get; init; }
}
