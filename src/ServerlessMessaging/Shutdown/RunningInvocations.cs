namespace ServerlessMessaging.Shutdown;

/// <summary>Counts the invocations under way, because nobody else waits for them at a stop.</summary>
public sealed class RunningInvocations : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private int _count;
    private TaskCompletionSource? _idle;

    /// <summary>Whether the host stops: what has not begun should not.</summary>
    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>Fires when the host stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>How many are under way.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Counts an invocation until the result is disposed.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
        {
            _count++;
        }

        return new Invocation(this);
    }

    /// <summary>Notes that the host stops.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Ends when none is under way.</summary>
    public Task WhenIdleAsync()
    {
        lock (_lock)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void End()
    {
        lock (_lock)
        {
            if (--_count == 0)
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
