using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

/// <summary>Holds an invocation until a test opens it.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _passed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Entered => _entered.Task;

    public Task Waiting => _waiting.Task;

    public CancellationToken Token { get; private set; }

    public void Open() => _opened.TrySetResult();

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        Token = cancellationToken;
        _entered.TrySetResult();
        await _opened.Task;
        _passed.TrySetResult();
    }

    public Task DrainAsync()
    {
        _waiting.TrySetResult();
        return _passed.Task;
    }
}

/// <summary>What a product does that lets its invocations end.</summary>
internal sealed class Drain(Gate gate) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => gate.DrainAsync();
}
