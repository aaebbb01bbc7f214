namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Waits for an effect of another process or thread.</summary>
internal static class Eventually
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads a value repeatedly until it meets a condition.</summary>
    /// <param name="read">Reads the value.</param>
    /// <param name="isAwaited">The condition.</param>
    /// <param name="describe">The message of the exception, from the last value.</param>
    /// <param name="maxWait">One minute where null.</param>
    /// <exception cref="TimeoutException">The condition was not met in time.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Func<T, bool> isAwaited, Func<T, string> describe, TimeSpan? maxWait = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(maxWait ?? DefaultTimeout);
        using var timer = new PeriodicTimer(PollInterval);
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
                throw new TimeoutException(describe(found));
            }
        }
    }
}
