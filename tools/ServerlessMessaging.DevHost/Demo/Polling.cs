namespace ServerlessMessaging.DevHost.Demo;

/// <summary>Polls until there is a result, for a minute at most.</summary>
internal static class Polling
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>The result; null after a minute.</summary>
    public static async Task<T?> UntilAsync<T>(Func<CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                if (await read(timeout.Token) is { } found)
                {
                    return found;
                }
            }
            while (await timer.WaitForNextTickAsync(timeout.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // No result in time.
        }

        return null;
    }
}
