namespace ServerlessMessaging.LocalRuntime;

/// <summary>The pauses between polls of an idle queue: 100 ms, doubling up to the longest one, anew after work.</summary>
internal sealed class PollingInterval(TimeSpan longest)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next = Shortest;

    public TimeSpan Next()
    {
        var current = _next;
        _next = current * 2 < longest ? current * 2 : longest;
        return current;
    }

    public void Reset() => _next = Shortest;
}
