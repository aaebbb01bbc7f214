using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Storage;

/// <summary>Makes missing queues and containers behind the start, so that an empty account serves and the start stays quick.</summary>
internal sealed partial class StorageCreation(StorageAccount storage, TimeProvider time, ILogger<StorageCreation> logger) : BackgroundService
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first part of this method would run within the start.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested && !await TryAsync(stoppingToken))
        {
            await Task.Delay(BetweenTries, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryAsync(CancellationToken stopping)
    {
        try
        {
            await storage.CreateMissingAsync(stopping);
            return true;
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            if (!stopping.IsCancellationRequested)
            {
                Log.Failed(logger, StorageFaults.Cause(exception), BetweenTries.TotalSeconds);
            }

            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.StorageNotPrepared, LogLevel.Error, "Queues and containers cannot be looked after ({Cause}); tried again in {Seconds} s")]
        public static partial void Failed(ILogger logger, string cause, double seconds);
    }
}
