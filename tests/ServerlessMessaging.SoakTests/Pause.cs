namespace ServerlessMessaging.SoakTests;

/// <summary>Pauses that belong to the scenario: the Retry-After of a caller, the moment of a kill.</summary>
internal static class Pause
{
    public static async Task ForAsync(TimeSpan length)
    {
        using var timer = new PeriodicTimer(length > TimeSpan.Zero ? length : TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
