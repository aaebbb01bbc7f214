using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Starts the queues' listeners, and ends the runtime as hard as the host ends a worker.</summary>
internal sealed class LocalRuntimeService(
    FunctionCatalog catalog,
    HostJson hostJson,
    QueuePump pump,
    LoopbackServer server,
    Invocations invocations,
    ILogger<LocalRuntimeService> logger) : IHostedService
{
    // The host ends a worker within about this time once its hosted services have stopped: no invocation is waited for.
    private static readonly TimeSpan EndOfProcess = TimeSpan.FromMilliseconds(100);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var function in catalog.Functions)
        {
            RuntimeLog.FunctionFound(logger, function.Name, function.Describe(hostJson.RoutePrefix));
        }

        pump.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var everything = Task.WhenAll(pump.Stopped, server.Stopped, invocations.AllSettled());
        await Task.WhenAny(everything, Task.Delay(EndOfProcess, cancellationToken));

        // What a function has already answered reaches its caller or its queue; what still runs is left behind.
        await Task.WhenAny(invocations.ReturnedSettled(), Task.Delay(Timeout.Infinite, cancellationToken));
        pump.End();
        if (invocations.Count is > 0 and var count)
        {
            RuntimeLog.InvocationsAbandoned(logger, count);
        }
    }
}
