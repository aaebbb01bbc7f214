namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>A clock that is off by a fixed time.</summary>
internal sealed class SkewedTime : TimeProvider
{
    /// <summary>How far it is ahead; negative where it is behind.</summary>
    public TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
}
