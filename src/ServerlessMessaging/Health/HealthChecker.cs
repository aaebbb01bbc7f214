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
    private readonly QueueWatch _queues;
    private readonly TimeProvider _time;

    internal HealthChecker(StorageHealth storage, VaultHealth vault, GenesysHealth genesys, QueueWatch queues, TimeProvider time)
    {
        (_storage, _vault, _genesys, _queues, _time) = (storage, vault, genesys, queues, time);
        _cache = new(time);
    }

    /// <summary>The state of health, at most ten seconds old.</summary>
    public Task<HealthReport> CheckAsync(CancellationToken cancellationToken) => _cache.GetAsync("health", _ => LookAsync(), cancellationToken);

    private async Task<Cached<HealthReport>> LookAsync()
    {
        // The queues are measured beside it; what that comes to is for the log, and never decides.
        var measuring = _queues.LookAsync();
        var own = await Task.WhenAll(_storage.CheckAsync(), _vault.CheckAsync());
        await measuring;
        PartHealth[] parts = [.. own, _genesys.Check()];
        var now = _time.GetUtcNow();
        return new(new HealthReport(parts.Max(part => part.Status), now, parts), now + CacheDuration);
    }
}
