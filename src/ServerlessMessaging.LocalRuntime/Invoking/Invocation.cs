namespace ServerlessMessaging.LocalRuntime;

/// <summary>One run of a function, from its call until its answer has reached the caller or the queue.</summary>
internal sealed class Invocation(Action<Invocation> onSettled) : IDisposable
{
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasReturned;

    public bool HasReturned => _hasReturned;

    public Task Settled => _settled.Task;

    /// <summary>The function is through; what follows is the runtime's own work.</summary>
    public void Returned() => _hasReturned = true;

    public void Dispose()
    {
        onSettled(this);
        _settled.TrySetResult();
    }
}
