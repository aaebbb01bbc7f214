namespace ServerlessMessaging.Shutdown;

/// <summary>Counts the running invocations, because the host does not wait for them when it stops.</summary>
public sealed class RunningInvocations : IDisposable
{
    /// <summary>The part of the host's 10 s at a stop for an attempt; the rest is for the copy and the record.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(6);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource? _idle;

    /// <summary>Whether the host is stopping, so that no work should begin.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Fires when the host stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public int Count { get; private set; }

    /// <summary>Counts an invocation until the result is disposed.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
        {
            Count++;
        }

        return new Invocation(this);
    }

    /// <summary>Marks that the host is stopping.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Completes when none is running.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            return Count == 0 ? Task.CompletedTask : (_idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Dispose() => _stopping.Dispose();

    private void End()
    {
        lock (_lock)
        {
            if (--Count == 0)
            {
                _idle?.SetResult();
                _idle = null;
            }
        }
    }

    private sealed class Invocation(RunningInvocations running) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                running.End();
            }
        }
    }
}
