using System.Collections.Concurrent;

namespace ServerlessMessaging.Caching;

/// <summary>
/// Caches values, each until its own expiry, and fetches a missing one once for all concurrent callers.
/// A caller that cancels does not end a fetch for the others. A failed fetch is not cached.
/// </summary>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider time, int capacity = ExpiringCache<TKey, TValue>.DefaultCapacity)
    where TKey : notnull
{
    private const int DefaultCapacity = 10_000;
    private readonly ConcurrentDictionary<TKey, Lazy<Task<Cached<TValue>>>> _entries = new();

    public async Task<TValue> GetAsync(TKey key, Func<TKey, Task<Cached<TValue>>> fetch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(key, name => new(() => FetchAsync(name, fetch)));
            var isRunning = entry is not { IsValueCreated: true, Value.IsCompleted: true };
            var cached = await entry.Value.WaitAsync(cancellationToken);
            // Concurrent callers get the fetched value, even if it is not cached.
            if (isRunning || time.GetUtcNow() < cached.Until)
            {
                Trim();
                return cached.Value;
            }

            Remove(key, entry);
        }
    }

    /// <summary>Removes the cached value if the condition holds, and returns whether it did.</summary>
    public bool Drop(TKey key, Func<TValue, bool> condition) =>
        _entries.TryGetValue(key, out var entry) && ValueOf(entry) is { } cached && condition(cached.Value) && Remove(key, entry);

    /// <summary>Whether there is a cached value for which the condition holds.</summary>
    public bool Holds(TKey key, Func<TValue, bool> condition) =>
        _entries.TryGetValue(key, out var entry) && ValueOf(entry) is { } cached && condition(cached.Value);

    // Null while it is being fetched.
    private static Cached<TValue>? ValueOf(Lazy<Task<Cached<TValue>>> entry) =>
        entry is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } fetched } ? fetched.GetAwaiter().GetResult() : null;

    private bool Remove(TKey key, Lazy<Task<Cached<TValue>>> entry) => _entries.TryRemove(new(key, entry));

    private async Task<Cached<TValue>> FetchAsync(TKey key, Func<TKey, Task<Cached<TValue>>> fetch)
    {
        try
        {
            return await fetch(key);
        }
        catch
        {
            // A running fetch is never replaced, so this entry is its own.
            _entries.TryRemove(key, out _);
            throw;
        }
    }

    // Keys may come from callers, so their number is bounded: expired ones are removed first.
    private void Trim()
    {
        if (_entries.Count <= capacity)
        {
            return;
        }

        var now = time.GetUtcNow();
        var fetched = _entries.Where(pair => ValueOf(pair.Value) is not null).OrderBy(pair => ValueOf(pair.Value)!.Until > now).ToList();
        var over = fetched.Count(pair => ValueOf(pair.Value)!.Until <= now);
        foreach (var (key, entry) in fetched.Take(Math.Max(over, fetched.Count - capacity)))
        {
            Remove(key, entry);
        }
    }
}

/// <summary>A value and how long it may be used.</summary>
public sealed record Cached<T>(T Value, DateTimeOffset Until);
