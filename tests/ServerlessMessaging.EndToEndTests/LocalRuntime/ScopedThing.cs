using System.Collections.Concurrent;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

/// <summary>A service of one invocation that tells when it ends.</summary>
internal sealed class ScopedThing : IAsyncDisposable
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScopedThing(ScopedThings things) => Number = things.Add(this);

    public int Number { get; }

    public Task Disposed => _disposed.Task;

    public ValueTask DisposeAsync()
    {
        _disposed.SetResult();
        return ValueTask.CompletedTask;
    }
}

internal sealed class ScopedThings
{
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public ConcurrentQueue<ScopedThing> All { get; } = new();

    public Task Second => _second.Task;

    public int Add(ScopedThing thing)
    {
        All.Enqueue(thing);
        var number = Interlocked.Increment(ref _count);
        if (number == 2)
        {
            _second.SetResult();
        }

        return number;
    }
}
