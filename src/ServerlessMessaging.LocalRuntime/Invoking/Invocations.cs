using System.Collections.Concurrent;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The invocations under way, for the end of the runtime.</summary>
internal sealed class Invocations
{
    private readonly ConcurrentDictionary<Invocation, bool> _underWay = new();

    public int Count => _underWay.Count;

    public Invocation Begin()
    {
        var invocation = new Invocation(settled => _underWay.TryRemove(settled, out _));
        _underWay.TryAdd(invocation, true);
        return invocation;
    }

    public Task AllSettled() => Task.WhenAll(_underWay.Keys.Select(invocation => invocation.Settled));

    public Task ReturnedSettled() =>
        Task.WhenAll(_underWay.Keys.Where(invocation => invocation.HasReturned).Select(invocation => invocation.Settled));
}
