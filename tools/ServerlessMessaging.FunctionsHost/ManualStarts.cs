using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Functions started by the administration endpoint.</summary>
internal sealed class ManualStarts(Func<HostedFunction, string?, Task> call, ILogger logger)
{
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Starts a function without waiting for its end.</summary>
    public void Start(HostedFunction function, string? input)
    {
        var run = RunAsync(function, input);
        _running[run] = true;
        _ = run.ContinueWith(_ => _running.TryRemove(run, out var _), TaskScheduler.Default);
    }

    public Task DrainAsync() => Task.WhenAll(_running.Keys);

    private async Task RunAsync(HostedFunction function, string? input)
    {
        try
        {
            await Task.Yield();
            await call(function, input);
        }
        catch (Exception exception)
        {
            HostLog.FunctionFailed(logger, exception, function.Name, "the administration endpoint");
        }
    }
}
