using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Shutdown;

/// <summary>At a stop, waits for running invocations as long as the host allows.</summary>
internal sealed partial class Drain(RunningInvocations running, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Drain> logger) : IHostedService, IDisposable
{
    // The worker reports an invocation's result after the function has ended. Without the result the host delivers a queue message again.
    internal static readonly TimeSpan ReportTime = TimeSpan.FromMilliseconds(250);

    private CancellationTokenRegistration _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Before any hosted service is stopped: they are stopped one after the other.
        _stopping = lifetime.ApplicationStopping.Register(running.Stop);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (running.Count == 0)
        {
            return;
        }

        try
        {
            await running.WhenIdleAsync().WaitAsync(cancellationToken);
            await Task.Delay(ReportTime, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.Abandoned(logger, running.Count);
        }
    }

    // The worker stops the application again when it loses its connection to the host, also after the services were disposed.
    public void Dispose() => _stopping.Dispose();

    private static partial class Log
    {
        [LoggerMessage(EventIds.InvocationsAbandoned, LogLevel.Error, "{Count} invocations abandoned at a stop: the host allows no more time; their queue messages are delivered again")]
        public static partial void Abandoned(ILogger logger, int count);
    }
}
