using System.Collections.Concurrent;
using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Chooses the storage responses to lose: of each call site the first call with all its tries, and of the second call the first try.</summary>
internal sealed class LostResponses
{
    private readonly ConcurrentDictionary<string, List<string>> _calls = new();
    private volatile bool _isOn;

    /// <summary>The call sites that were seen.</summary>
    public IReadOnlyCollection<string> Sites => [.. _calls.Keys.Order(StringComparer.Ordinal)];

    public void Begin() => _isOn = true;

    public void End() => _isOn = false;

    public bool Loses(StorageCall call)
    {
        if (!_isOn)
        {
            return false;
        }

        var calls = _calls.GetOrAdd(call.Site, _ => []);
        lock (calls)
        {
            var isNew = !calls.Contains(call.Id);
            if (isNew && calls.Count < 2)
            {
                calls.Add(call.Id);
            }

            return calls[0] == call.Id || (isNew && calls[^1] == call.Id);
        }
    }
}
