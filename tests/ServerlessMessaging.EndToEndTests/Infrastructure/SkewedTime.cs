namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The clock of a machine that goes as fast as others, and shows another time.</summary>
internal sealed class SkewedTime : TimeProvider
{
    /// <summary>How far it is ahead; negative where it is behind.</summary>
    public TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
}
