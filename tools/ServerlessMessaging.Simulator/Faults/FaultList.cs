namespace ServerlessMessaging.Simulator.Faults;

/// <summary>The faults that still apply, in the order of their creation.</summary>
internal sealed class FaultList
{
    private const int Capacity = 1000;
    private const int Seed = 1;

    // The same at every start, so that the requests affected by a share depend on their order alone.
    private readonly Random _random = new(Seed);
    private readonly List<Fault> _faults = [];
    private readonly Lock _lock = new();

    /// <summary>Returns false when the list is full.</summary>
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

    /// <summary>Returns the first fault that matches the request, or the event with the index <paramref name="item"/>, and counts it as used.</summary>
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
