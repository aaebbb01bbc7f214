using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Logging;

namespace ServerlessMessaging.Draining;

/// <summary>Lets invocations under way finish at a stop, for as long as the host allows.</summary>
internal sealed partial class Drain(RunningInvocations running, ILogger<Drain> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
