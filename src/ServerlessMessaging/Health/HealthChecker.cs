using ServerlessMessaging.Caching;

namespace ServerlessMessaging.Health;

/// <summary>Looks at storage, vault and Genesys, at most every ten seconds however many ask.</summary>
public sealed class HealthChecker(StorageHealth storage, VaultHealth vault, GenesysHealth genesys, TimeProvider time)
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(10);

    private readonly ExpiringCache<string, HealthReport> _cache = new(time);

    /// <summary>The state of health, at most ten seconds old.</summary>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken) => _cache.GetAsync("health", _ => LookAsync(), cancellationToken);

    private async Task<Cached<HealthReport>> LookAsync()
    {
        var own = await Task.WhenAll(storage.CheckAsync(), vault.CheckAsync());
        PartHealth[] parts = [.. own, genesys.Check()];
        var now = time.GetUtcNow();
        return new(new HealthReport(parts.Max(part => part.Status), now, parts), now + CacheDuration);
    }
}
