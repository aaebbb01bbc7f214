using System.Collections.Concurrent;

namespace ServerlessMessaging.Caching;

/// <summary>
/// Remembers values until each one's own time and fetches a missing one once, for however many wait for it.
/// A fetch belongs to nobody: a caller who leaves does not end it for the others. A failed fetch is not remembered.
/// </summary>
internal sealed class ExpiringCache<TKey, TValue>(TimeProvider time, int capacity = ExpiringCache<TKey, TValue>.DefaultCapacity)
    where TKey : notnull
{
    private const int DefaultCapacity = 10_000;
    private readonly ConcurrentDictionary<TKey, Lazy<Task<Cached<TValue>>>> _entries = new();

    /// <summary>The value, remembered or fetched.</summary>
    public async Task<TValue> GetAsync(TKey key, Func<TKey, Task<Cached<TValue>>> fetch, CancellationToken cancellationToken)
    {
        while (true)
        {
            var entry = _entries.GetOrAdd(key, name => new(() => FetchAsync(name, fetch)));
            var running = !entry.IsValueCreated || !entry.Value.IsCompleted;
            try
            {
                var cached = await entry.Value.WaitAsync(cancellationToken);
                // Who waited for a fetch takes what it brought, even where it may not be kept.
                if (running || time.GetUtcNow() < cached.Until)
                {
                    Trim();
                    return cached.Value;
                }
            }
            catch when (entry.Value.IsFaulted || entry.Value.IsCanceled)
            {
                Forget(key, entry);
                if (running)
                {
                    throw;
                }

                continue;
            }

            Forget(key, entry);
        }
    }

    /// <summary>Forgets the value if it is the one that the condition means. Tells whether it did.</summary>
    public bool Drop(TKey key, Func<TValue, bool> condition) =>
        _entries.TryGetValue(key, out var entry) && IsFetched(entry) && condition(ValueOf(entry).Value) && Forget(key, entry);

    /// <summary>Whether the remembered value is the one that the condition means.</summary>
    public bool Holds(TKey key, Func<TValue, bool> condition) =>
        _entries.TryGetValue(key, out var entry) && IsFetched(entry) && condition(ValueOf(entry).Value);

    private static bool IsFetched(Lazy<Task<Cached<TValue>>> entry) => entry is { IsValueCreated: true, Value.IsCompletedSuccessfully: true };

    private static Cached<TValue> ValueOf(Lazy<Task<Cached<TValue>>> entry) => entry.Value.GetAwaiter().GetResult();

    private bool Forget(TKey key, Lazy<Task<Cached<TValue>>> entry) => _entries.TryRemove(new(key, entry));

    // A fetch that fails while nobody waits must not stay behind.
    private async Task<Cached<TValue>> FetchAsync(TKey key, Func<TKey, Task<Cached<TValue>>> fetch)
    {
        try
        {
            return await fetch(key);
        }
        catch
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                Forget(key, entry);
            }

            throw;
        }
    }

    // Keys may come from callers, so their number is bounded: first what is over goes, then anything.
    private void Trim()
    {
        if (_entries.Count <= capacity)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (key, entry) in _entries.Where(pair => IsFetched(pair.Value) && ValueOf(pair.Value).Until <= now))
        {
            Forget(key, entry);
        }

        var fetched = _entries.Where(pair => IsFetched(pair.Value)).ToList();
        foreach (var (key, entry) in fetched.Take(fetched.Count - capacity))
        {
            Forget(key, entry);
        }
    }
}
