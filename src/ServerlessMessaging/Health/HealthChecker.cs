using ServerlessMessaging.Caching;

namespace ServerlessMessaging.Health;

/// <summary>Looks at storage, vault and Genesys, at most every ten seconds however many ask.</summary>
public sealed class HealthChecker
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(10);

    private readonly ExpiringCache<string, HealthReport> _cache;
    private readonly StorageHealth _storage;
    private readonly VaultHealth _vault;
    private readonly GenesysHealth _genesys;
    private readonly TimeProvider _time;

    internal HealthChecker(StorageHealth storage, VaultHealth vault, GenesysHealth genesys, TimeProvider time)
    {
        (_storage, _vault, _genesys, _time) = (storage, vault, genesys, time);
        _cache = new(time);
    }

    /// <summary>The state of health, at most ten seconds old.</summary>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken) => _cache.GetAsync("health", _ => LookAsync(), cancellationToken);

    private async Task<Cached<HealthReport>> LookAsync()
    {
        var own = await Task.WhenAll(_storage.CheckAsync(), _vault.CheckAsync());
        PartHealth[] parts = [.. own, _genesys.Check()];
        var now = _time.GetUtcNow();
        return new(new HealthReport(parts.Max(part => part.Status), now, parts), now + CacheDuration);
    }
}
