using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Health;

/// <summary>Whether queues, tables and blobs of the storage account can be reached with our rights.</summary>
public sealed partial class StorageHealth(StorageAccount storage, TimeProvider time, ILogger<StorageHealth> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task<PartHealth> CheckAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            await storage.ProbeAsync(timeout.Token);
            return new("storage", HealthStatus.Ok, null);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            var status = (exception as RequestFailedException)?.Status ?? 0;
            Log.Unusable(logger, StorageFaults.Cause(exception));
            return new("storage", HealthStatus.Unusable, status switch
            {
                403 => "The storage account denies access. Give the app's identity the roles Storage Queue Data Contributor, Storage Table Data Contributor and Storage Blob Data Owner.",
                > 0 => $"The storage account answered {status}.",
                _ => "The storage account cannot be reached. Check AzureWebJobsStorage and the network.",
            });
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.StorageUnusable, LogLevel.Error, "The storage account cannot be used ({Cause})")]
        public static partial void Unusable(ILogger logger, string cause);
    }
}
