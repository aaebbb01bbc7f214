using System.Collections.Concurrent;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>Counts concurrent invocations and releases them one by one.</summary>
internal sealed class RunningInvocations : IDisposable
{
    private readonly SemaphoreSlim _gate = new(0);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _reached = new();
    private readonly Lock _lock = new();
    private int _now;

    public int Highest { get; private set; }

    public async Task RunAsync()
    {
        lock (_lock)
        {
            Highest = Math.Max(Highest, ++_now);
            Reached(_now).TrySetResult();
        }

        await _gate.WaitAsync(TestHost.WaitTimeout);
        lock (_lock)
        {
            _now--;
        }
    }

    public void Release(int count) => _gate.Release(count);

    public Task WaitForAsync(int running) => Reached(running).Task;

    public void Dispose() => _gate.Dispose();

    private TaskCompletionSource Reached(int number) => _reached.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
