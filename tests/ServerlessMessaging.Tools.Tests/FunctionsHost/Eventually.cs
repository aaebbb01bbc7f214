namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Waits for a condition by polling.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the value satisfies the condition.</summary>
    /// <exception cref="TimeoutException">The condition was not satisfied in time.</exception>
    public static async Task<T> GetAsync<T>(Func<Task<T>> read, Predicate<T> isAwaited, string failure)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TestHost.WaitTimeout);
        using var timer = new PeriodicTimer(Interval);
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
                throw new TimeoutException($"{failure} Last seen: {found}");
            }
        }
    }
}
