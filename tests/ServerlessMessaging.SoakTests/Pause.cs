namespace ServerlessMessaging.SoakTests;

/// <summary>The pauses that belong to a drill's play: a caller who was told when to come again, the moment of a kill.</summary>
internal static class Pause
{
    public static async Task TakeAsync(TimeSpan length)
    {
        using var timer = new PeriodicTimer(length > TimeSpan.Zero ? length : TimeSpan.FromMilliseconds(1));
        await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
