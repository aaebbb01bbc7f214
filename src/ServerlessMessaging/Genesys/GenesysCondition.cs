namespace ServerlessMessaging.Genesys;

/// <summary>How Genesys' last calls went, for those who ask after its health.</summary>
public sealed class GenesysCondition(TimeProvider time)
{
    // Without calls nobody knows how it is now; an old failure says nothing.
    private static readonly TimeSpan Lapse = TimeSpan.FromMinutes(10);

    private volatile Observation? _last;

    /// <summary>The failure that nothing has followed yet; null where all is well or nobody called lately.</summary>
    public Observation? Trouble => _last is { } last && time.GetUtcNow() - last.At < Lapse ? last : null;

    /// <summary>A call did not reach its aim. What is the message's own fault says nothing of Genesys.</summary>
    public void Failed(GenesysFailure failure)
    {
        if (failure.Kind is not (FailureKind.Refused or FailureKind.RateLimited))
        {
            _last = new(failure, time.GetUtcNow());
        }
    }

    /// <summary>A call succeeded.</summary>
    public void Succeeded() => _last = null;

    /// <summary>A failure and its time.</summary>
    public sealed record Observation(GenesysFailure Failure, DateTimeOffset At);
}
