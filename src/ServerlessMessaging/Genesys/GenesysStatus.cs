namespace ServerlessMessaging.Genesys;

/// <summary>The result of the last calls to Genesys, for the health report.</summary>
public sealed class GenesysStatus(TimeProvider time)
{
    // Without calls the present state is unknown; an older failure says nothing about it.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private volatile Observation? _last;

    /// <summary>The latest failure, if no success followed it and it is less than 10 minutes old.</summary>
    public Observation? LastFailure => _last is { } last && time.GetUtcNow() - last.At < MaxAge ? last : null;

    /// <summary>Records a failed call. A refused message or a used up limit says nothing about the state of Genesys.</summary>
    public void RecordFailure(GenesysFailure failure)
    {
        if (failure.Kind is not (FailureKind.Refused or FailureKind.RateLimited))
        {
            _last = new(failure, time.GetUtcNow());
        }
    }

    public void RecordSuccess() => _last = null;

    public sealed record Observation(GenesysFailure Failure, DateTimeOffset At);
}
