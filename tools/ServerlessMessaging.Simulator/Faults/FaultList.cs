namespace ServerlessMessaging.Simulator.Faults;

/// <summary>The faults that are left, in the order they were set.</summary>
internal sealed class FaultList
{
    private const int Capacity = 1000;
    private const int Seed = 1;

    // The same at every start, so that what a share strikes depends on the order of the requests alone.
    private readonly Random _random = new(Seed);
    private readonly List<Fault> _faults = [];
    private readonly Lock _lock = new();

    /// <summary>False says that the list is full.</summary>
    public bool TryAdd(Fault fault)
    {
        lock (_lock)
        {
            if (_faults.Count == Capacity)
            {
                return false;
            }

            _faults.Add(fault);
            return true;
        }
    }

    /// <summary>Uses up one strike of the first fault that matches the request as a whole, or one event of its list.</summary>
    public Fault? Take(string method, string target, int? item = null)
    {
        var (asReceived, decoded) = ($"{method} {target}", $"{method} {Uri.UnescapeDataString(target)}");
        lock (_lock)
        {
            var index = _faults.FindIndex(fault => fault.Item == item
                && (asReceived.Contains(fault.Match, StringComparison.OrdinalIgnoreCase)
                    || decoded.Contains(fault.Match, StringComparison.OrdinalIgnoreCase))
                && (fault.Share is not { } share || _random.NextDouble() < share));
            if (index < 0)
            {
                return null;
            }

            var fault = _faults[index];
            if (fault.Times == 1)
            {
                _faults.RemoveAt(index);
            }
            else if (fault.Times > 1)
            {
                _faults[index] = fault with { Times = fault.Times - 1 };
            }

            return fault;
        }
    }

    public IReadOnlyList<Fault> Read()
    {
        lock (_lock)
        {
            return [.. _faults];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }
}
