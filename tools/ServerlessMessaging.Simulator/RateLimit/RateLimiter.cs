namespace ServerlessMessaging.Simulator.RateLimit;

/// <summary>Counts the API requests of each client in fixed windows that begin with the client's first request.</summary>
internal sealed class RateLimiter(SimulatorSettings settings, TimeProvider timeProvider)
{
    private readonly Dictionary<string, (DateTimeOffset Start, int Count)> _windows = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>A refused request is not counted, so the count never exceeds the limit.</summary>
    public RateWindow Count(string clientId)
    {
        var (allowed, length) = (settings.RateLimitAllowed, settings.RateLimitWindow);
        var now = timeProvider.GetUtcNow();
        lock (_lock)
        {
            if (!_windows.TryGetValue(clientId, out var window) || now >= window.Start + length)
            {
                window = (now, 0);
            }

            var isExceeded = window.Count >= allowed;
            window.Count += isExceeded ? 0 : 1;
            _windows[clientId] = window;
            return new(window.Count, allowed, window.Start + length - now, isExceeded);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _windows.Clear();
        }
    }
}
