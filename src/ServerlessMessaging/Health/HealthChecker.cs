using ServerlessMessaging.Caching;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Health;

/// <summary>Checks storage, vault and Genesys, at most every ten seconds for all callers.</summary>
public sealed partial class HealthChecker(
    StorageAccount storage, SecretStore secrets, IEnumerable<IReadOnlyList<ConfiguredSecret>> configured, [FromKeyedServices(GenesysHttpClient.Api)] GenesysHttpClient api, [FromKeyedServices(GenesysHttpClient.Login)] GenesysHttpClient login,
    OAuthClients clients, GenesysStatus genesys, TimeProvider time, ILogger<HealthChecker> logger)
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(5);

    // A probe has a time limit of a few seconds, and a read of the vault may take longer.
    private static readonly TimeSpan VaultTimeout = TimeSpan.FromSeconds(3);

    private readonly ExpiringCache<string, HealthReport> _cache = new(time);

    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken) => _cache.GetAsync("health", _ => CheckPartsAsync(), cancellationToken);

    /// <summary>Whether queues, tables and blobs of the storage account can be used with the roles of the application.</summary>
    internal async Task<PartHealth> CheckStorageAsync()
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        try
        {
            await storage.ProbeAsync(timeout.Token);
            return new("storage", HealthStatus.Ok, null);
        }
        catch (Exception exception) when (StorageFaults.IsStorageException(exception))
        {
            Log.StorageUnusable(logger, StorageFaults.Cause(exception));
            return new("storage", HealthStatus.Unusable, (exception as RequestFailedException)?.Status switch
            {
                403 => "The storage account denies access. Give the app's identity the roles Storage Queue Data Contributor, Storage Table Data Contributor and Storage Blob Data Owner.",
                > 0 and var status => $"The storage account responded with {status}.",
                _ => "The storage account cannot be reached. Check AzureWebJobsStorage and the network.",
            });
        }
    }

    /// <summary>Whether every configured secret is known, from the vault or from its last good response, and has its form.</summary>
    internal async Task<PartHealth> CheckVaultAsync()
    {
        using var timeout = new CancellationTokenSource(VaultTimeout, time);
        var checks = await Task.WhenAll(configured.SelectMany(secrets => secrets).Select(async secret => (secret.IsForSending, Found: await CheckSecretAsync(secret, timeout.Token))));
        var faults = checks.Select(check => check.Found.Fault).OfType<string>().Distinct().ToList();
        // One client that has its secret is enough to send.
        var canSend = checks.Any(check => check.IsForSending && check.Found.IsKnown);
        return new("vault", faults.Count == 0 ? HealthStatus.Ok : canSend ? HealthStatus.Degraded : HealthStatus.Unusable, faults.Count == 0 ? null : string.Join(' ', faults));
    }

    /// <summary>The result of the last calls to Genesys; the check makes no call.</summary>
    internal PartHealth CheckGenesys()
    {
        var detail = api.BreakerOpenUntil is { } apiOpen ? $"The API keeps failing; the circuit breaker is open until {Utc(apiOpen)}."
            : login.BreakerOpenUntil is { } loginOpen ? $"The login keeps failing; the circuit breaker is open until {Utc(loginOpen)}."
            : genesys.LastFailure is { } last ? $"Since {Utc(last.At)}: {last.Failure.Code} {last.Failure.Detail}"
            : clients.Unhealthy is [var client, ..] ? $"{client.Setting} cannot be used; another client makes its calls. Check its id, secret, scopes and permissions."
            : null;
        return new("genesys", detail is null ? HealthStatus.Ok : HealthStatus.Degraded, detail);
    }

    private async Task<Cached<HealthReport>> CheckPartsAsync()
    {
        PartHealth[] parts = [.. await Task.WhenAll(CheckStorageAsync(), CheckVaultAsync()), CheckGenesys()];
        var now = time.GetUtcNow();
        return new(new(parts.Max(part => part.Status), now, parts), now + CacheDuration);
    }

    private async Task<(bool IsKnown, string? Fault)> CheckSecretAsync(ConfiguredSecret secret, CancellationToken cancellationToken)
    {
        SecretValues found;
        try
        {
            found = await secret.FindAsync(secrets, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            found = new([], SecretStore.NoResponse);
        }

        return found switch
        {
            { Values: [] } => (false, new SecretUnavailableException(secret.Name, found.Fault!).Message),
            { Fault: { } fault } => (true, $"The last good value of '{secret.Name}' is used, because {fault}"),
            { Values: [var current, ..] } => (true, secret.FormFault(current) is { } fault ? $"Secret '{secret.Name}': {fault}" : null),
        };
    }

    private static string Utc(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static partial class Log
    {
        [LoggerMessage(EventIds.StorageUnavailable, LogLevel.Error, "The storage account cannot be used ({Cause}); GET /api/operator/health has the remedy")]
        public static partial void StorageUnusable(ILogger logger, string cause);
    }
}
