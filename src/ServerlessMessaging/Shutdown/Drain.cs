using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Shutdown;

/// <summary>Lets invocations under way finish when the host stops, for as long as it allows.</summary>
internal sealed partial class Drain(RunningInvocations running, IHostApplicationLifetime lifetime, ILogger<Drain> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Before any hosted service is stopped: they are stopped one after the other.
        lifetime.ApplicationStopping.Register(running.Stop);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await running.WhenIdleAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.Abandoned(logger, running.Count);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.InvocationsAbandoned, LogLevel.Error, "{Count} invocations are abandoned: the host allows no more time to stop")]
        public static partial void Abandoned(ILogger logger, int count);
    }
}
