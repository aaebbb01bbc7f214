using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Storage;

/// <summary>Creates missing queues, tables and containers in the background, so that an empty account works and the start is fast.</summary>
internal sealed partial class StorageCreation(StorageAccount storage, TimeProvider time, ILogger<StorageCreation> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Without this the first part of the method would delay the start.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await storage.CreateMissingAsync(stoppingToken);
                return;
            }
            catch (Exception exception) when (StorageFaults.IsStorageException(exception))
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    Log.Failed(logger, StorageFaults.Cause(exception), RetryDelay.TotalSeconds);
                }
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.StorageCreationFailed, LogLevel.Error, "Queues, tables and containers could not be created ({Cause}); next try in {Seconds} s, check the roles of the app's identity")]
        public static partial void Failed(ILogger logger, string cause, double seconds);
    }
}
