namespace ServerlessMessaging.DevHost.Demo;

/// <summary>Looks for something until it is there, for a minute at most.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>What was found; null if nothing was in time.</summary>
    public static async Task<T?> UntilAsync<T>(Func<CancellationToken, Task<T?>> look, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                if (await look(timeout.Token) is { } found)
                {
                    return found;
                }
            }
            while (await timer.WaitForNextTickAsync(timeout.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It does not come.
        }

        return null;
    }
}
