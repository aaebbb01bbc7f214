using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Tests.Sending;

public sealed class DeferralDelayTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(50, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Compute_NoRetryAfter_DoublesUpToAMinute(int attempt, double seconds) => Assert.Equal(seconds, Delay(attempt));

    [Theory]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(3600)]
    public void Compute_RetryAfter_IgnoresTheAttempt(double retryAfter) => Assert.Equal(retryAfter, Delay(7, retryAfter));

    [Theory]
    [InlineData(1, null, 30)]
    [InlineData(1, 2.0, 30)]
    [InlineData(5, null, 60)]
    [InlineData(1, 90.0, 90)]
    public void Compute_Minimum_HoldsAgainstBoth(int attempt, double? retryAfter, double seconds) => Assert.Equal(seconds, Delay(attempt, retryAfter, atLeast: 30));

    [Theory]
    [InlineData(1, null, 6)]
    [InlineData(2, null, 12)]
    [InlineData(5, null, 65)]
    [InlineData(1, 3600.0, 3605)]
    public void Compute_Jitter_AddsAFifthAndAtMost5Seconds(int attempt, double? retryAfter, double seconds)
    {
        Assert.Equal(seconds, Delay(attempt, retryAfter, jitter: 1));
        Assert.InRange(Delay(attempt, retryAfter, jitter: 0.5), Delay(attempt, retryAfter), seconds);
    }

    [Fact]
    public void Compute_OtherOptions_FollowsThem()
    {
        var options = new SendingOptions { FirstDeferral = TimeSpan.FromSeconds(1), MaxDeferral = TimeSpan.FromSeconds(3) };

        Assert.Equal([1, 2, 3, 3], Enumerable.Range(1, 4).Select(attempt => DeferralDelay.Compute(attempt, null, TimeSpan.Zero, options, 0).TotalSeconds));
    }

    private static double Delay(int attempt, double? retryAfter = null, double atLeast = 0, double jitter = 0) =>
        DeferralDelay.Compute(attempt, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, TimeSpan.FromSeconds(atLeast), new SendingOptions(), jitter).TotalSeconds;
}
