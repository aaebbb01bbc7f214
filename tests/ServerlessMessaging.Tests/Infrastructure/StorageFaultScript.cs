namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>What the next requests to a part of the storage account meet.</summary>
internal sealed class StorageFaultScript
{
    private readonly Lock _lock = new();
    private string? _method;
    private int _skipped;
    private int _refusals;
    private string? _lost;
    private bool _repeats;

    /// <summary>Where set, every request ends with it.</summary>
    public Exception? Exception { get; set; }

    /// <summary>Where set, runs before a request is carried out; gets its HTTP method.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Refuses requests with 503.</summary>
    /// <param name="times">How many.</param>
    /// <param name="after">How many succeed before.</param>
    /// <param name="method">Of which HTTP method; null for all.</param>
    public void Refuse(int times = int.MaxValue, int after = 0, string? method = null)
    {
        lock (_lock)
        {
            (_refusals, _skipped, _method) = (times, after, method);
        }
    }

    /// <summary>Carries the next request of a method out and loses its response.</summary>
    public void LoseResponse(string method)
    {
        lock (_lock)
        {
            _lost = method;
        }
    }

    /// <summary>Carries the next write out twice, as a client does that repeats it because the first response was lost.</summary>
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
