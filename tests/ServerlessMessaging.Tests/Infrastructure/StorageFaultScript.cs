namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The faults of the next requests to a part of the storage account.</summary>
internal sealed class StorageFaultScript
{
    private readonly Lock _lock = new();
    private string? _method;
    private int _skipped;
    private int _refusals;
    private string? _lost;
    private bool _repeats;

    /// <summary>If set, every request throws it.</summary>
    public Exception? Exception { get; set; }

    /// <summary>If set, runs before each request with its HTTP method.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Refuses requests with 503.</summary>
    /// <param name="times">The number of requests to refuse.</param>
    /// <param name="after">The number of requests that succeed before.</param>
    /// <param name="method">The HTTP method to refuse; null for all.</param>
    public void Refuse(int times = int.MaxValue, int after = 0, string? method = null)
    {
        lock (_lock)
        {
            (_refusals, _skipped, _method) = (times, after, method);
        }
    }

    /// <summary>Executes the next request of a method and loses its response.</summary>
    public void LoseResponse(string method)
    {
        lock (_lock)
        {
            _lost = method;
        }
    }

    /// <summary>Executes the next write twice, as a client does that retries because the first response was lost.</summary>
    public void RepeatNextWrite()
    {
        lock (_lock)
        {
            _repeats = true;
        }
    }

    public void ThrowIfRefused()
    {
        if (TakeRefusal(string.Empty))
        {
            throw StorageResponses.Busy;
        }
    }

    public bool TakeRefusal(string method)
    {
        lock (_lock)
        {
            if (_refusals == 0 || (_method is not null && _method != method) || _skipped-- > 0)
            {
                return false;
            }

            _refusals--;
            return true;
        }
    }

    public bool TakeLostResponse(string method)
    {
        lock (_lock)
        {
            var isLost = _lost == method;
            _lost = isLost ? null : _lost;
            return isLost;
        }
    }

    public bool TakeRepeat(string method)
    {
        lock (_lock)
        {
            var repeats = _repeats && method != "GET";
            _repeats &= !repeats;
            return repeats;
        }
    }
}
