namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads something again and again until it is as awaited.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="isAwaited">Whether it is as awaited.</param>
    /// <param name="tell">Says what it is instead.</param>
    /// <param name="longest">How long it may take, where a minute is not enough.</param>
    /// <exception cref="TimeoutException">It never was.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isAwaited, Func<T, string> tell, TimeSpan? longest = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(longest ?? Longest);
        using var timer = new PeriodicTimer(BetweenLooks);
        while (true)
        {
            var found = await read();
            if (isAwaited(found))
            {
                return found;
            }

            try
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(tell(found));
            }
        }
    }
}
