using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Caching;

namespace ServerlessMessaging.Tests.Caching;

public sealed class ExpiringCacheTests
{
    private readonly FakeTimeProvider _time = new();
    private int _fetches;

    [Fact]
    public async Task GetAsync_WithinItsLifetime_FetchesOnce()
    {
        var cache = new ExpiringCache<string, int>(_time);

        Assert.Equal(1, await GetAsync(cache));
        Assert.Equal(1, await GetAsync(cache));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(2, await GetAsync(cache));
    }

    [Fact]
    public async Task GetAsync_ThousandCallers_ShareOneFetch()
    {
        var cache = new ExpiringCache<string, int>(_time);
        var gate = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 1000).Select(_ => GetAsync(cache, gate.Task)).ToArray();

        gate.SetResult();

        Assert.All(await Task.WhenAll(callers), value => Assert.Equal(1, value));
    }

    [Fact]
    public async Task GetAsync_OneCallerCancels_OthersGetTheValue()
    {
        var cache = new ExpiringCache<string, int>(_time);
        var gate = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var cancelled = cache.GetAsync("key", _ => FetchAsync(gate.Task), cancellation.Token);
        var waiting = GetAsync(cache, gate.Task);

        await cancellation.CancelAsync();
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task GetAsync_FetchFails_ThrowsToAllWaitersAndIsNotCached()
    {
        var cache = new ExpiringCache<string, int>(_time);
        var gate = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 10).Select(_ => GetAsync(cache, gate.Task)).ToArray();

        gate.SetException(new InvalidOperationException("first"));
        foreach (var caller in callers)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => caller);
        }

        Assert.Equal(2, await GetAsync(cache));
    }

    [Fact]
    public async Task GetAsync_ValueAlreadyExpired_IsReturnedAndNotCached()
    {
        var cache = new ExpiringCache<string, int>(_time);

        Assert.Equal(7, await cache.GetAsync("key", _ => Task.FromResult(new Cached<int>(7, _time.GetUtcNow())), CancellationToken.None));
        Assert.Equal(8, await cache.GetAsync("key", _ => Task.FromResult(new Cached<int>(8, _time.GetUtcNow())), CancellationToken.None));
    }

    [Fact]
    public async Task Drop_Predicate_DropsTheMatchingValueOnly()
    {
        var cache = new ExpiringCache<string, int>(_time);
        await GetAsync(cache);

        Assert.False(cache.Drop("key", value => value == 99));
        Assert.True(cache.Drop("key", value => value == 1));
        Assert.False(cache.Drop("key", value => value == 1));

        Assert.Equal(2, await GetAsync(cache));
    }

    [Fact]
    public async Task GetAsync_ManyKeys_KeepsAtMostTheCapacity()
    {
        var cache = new ExpiringCache<int, int>(_time, capacity: 10);
        for (var key = 0; key < 1000; key++)
        {
            await cache.GetAsync(key, name => Task.FromResult(new Cached<int>(name, DateTimeOffset.MaxValue)), CancellationToken.None);
        }

        var kept = 0;
        for (var key = 0; key < 1000; key++)
        {
            kept += cache.Drop(key, _ => true) ? 1 : 0;
        }

        Assert.InRange(kept, 1, 10);
    }

    [Fact]
    public async Task GetAsync_FetchFailsAfterAllCancelled_IsNotCached()
    {
        var cache = new ExpiringCache<int, int>(_time, capacity: 10);
        var gate = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 100).Select(key => cache.GetAsync(key, _ => FetchAsync(gate.Task), cancellation.Token)).ToArray();
        await cancellation.CancelAsync();
        foreach (var caller in callers)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        }

        gate.SetException(new InvalidOperationException("too late"));
        await cache.GetAsync(1000, _ => Task.FromResult(new Cached<int>(1, DateTimeOffset.MaxValue)), CancellationToken.None);
        await cache.GetAsync(1001, _ => Task.FromResult(new Cached<int>(2, DateTimeOffset.MaxValue)), CancellationToken.None);

        Assert.True(cache.Holds(1000, value => value == 1));
    }

    [Fact]
    public async Task GetAsync_CapacityReached_EvictsExpiredValuesFirst()
    {
        var cache = new ExpiringCache<int, int>(_time, capacity: 5);
        await cache.GetAsync(0, _ => Task.FromResult(new Cached<int>(0, DateTimeOffset.MaxValue)), CancellationToken.None);
        for (var key = 1; key <= 5; key++)
        {
            await cache.GetAsync(key, name => Task.FromResult(new Cached<int>(name, _time.GetUtcNow() + TimeSpan.FromSeconds(1))), CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.True(cache.Holds(0, _ => true));
    }

    private Task<int> GetAsync(ExpiringCache<string, int> cache, Task? gate = null) =>
        cache.GetAsync("key", _ => FetchAsync(gate ?? Task.CompletedTask), CancellationToken.None);

    private async Task<Cached<int>> FetchAsync(Task gate)
    {
        var number = Interlocked.Increment(ref _fetches);
        await gate;
        return new(number, _time.GetUtcNow() + TimeSpan.FromMinutes(1));
    }
}
