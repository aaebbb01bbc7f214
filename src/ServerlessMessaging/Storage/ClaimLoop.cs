namespace ServerlessMessaging.Storage;

/// <summary>A record that one owner at a time works on.</summary>
public interface IOwned
{
    /// <summary>The mark of the claim that wrote it last.</summary>
    string? Owner { get; }

    /// <summary>How long the owner may work on it, from when the storage service wrote it; null where nothing is under way.</summary>
    TimeSpan? Lease { get; }
}

/// <summary>Gives a record one owner at a time.</summary>
public static class ClaimLoop
{
    // Each retry means that another process changed the row in between.
    private const int MaxTries = 20;

    /// <summary>
    /// Inserts a claim, which has an owner mark of its own, or replaces the record that is there where <paramref name="decide"/> gives a replacement.
    /// <paramref name="claimed"/> is the decision where there is no record, or where it is this very claim. <paramref name="readsFirst"/>: a record is expected.
    /// </summary>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    /// <exception cref="UnreadableRecordException">The record has another form.</exception>
    public static async Task<(TDecision Decision, Versioned<T> Record)> ClaimAsync<T, TDecision>(
        this TableStore<T> store,
        TableKey key,
        T claim,
        bool readsFirst,
        TDecision claimed,
        Func<Versioned<T>, (TDecision Decision, T? Replacement)> decide,
        CancellationToken cancellationToken)
        where T : class, IOwned
    {
        // Most records are new: inserting first saves them a read.
        var inserts = !readsFirst;
        for (var count = 0; count < MaxTries; count++)
        {
            if (inserts && await store.TryInsertAsync(key, claim, cancellationToken) is { } inserted)
            {
                return (claimed, inserted);
            }

            var stored = await store.FindAsync(key, cancellationToken);
            inserts = stored is null;
            if (stored is null)
            {
                continue;
            }

            if (stored.Value.Owner == claim.Owner)
            {
                // This claim's own write, whose response was lost.
                return (claimed, stored);
            }

            var (decision, replacement) = decide(stored);
            var record = replacement is null ? stored : await store.TryReplaceAsync(key, stored.Version, replacement, cancellationToken);
            if (record is not null)
            {
                return (decision, record);
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTries} times while it was being claimed.");
    }

    /// <summary>What is left of the owner's lease, by the service's clock and rounded up to whole seconds; zero where there is none.</summary>
    public static TimeSpan LeaseRemaining<T>(this Versioned<T> stored)
        where T : class, IOwned
    {
        var remaining = stored.WrittenAt + (stored.Value.Lease ?? TimeSpan.Zero) - stored.Now;
        return stored.Value.Lease is not null && remaining > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(remaining.TotalSeconds)) : TimeSpan.Zero;
    }

    /// <summary>Changes a record until no other change comes in between. <paramref name="change"/> returns null where nothing is to be changed.</summary>
    /// <returns>The record as it is now, changed or not; null where there is none.</returns>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    public static async Task<Versioned<T>?> ChangeAsync<T>(this TableStore<T> store, TableKey key, Func<Versioned<T>, T?> change, CancellationToken cancellationToken)
        where T : class
    {
        for (var count = 0; count < MaxTries; count++)
        {
            var stored = await store.FindAsync(key, cancellationToken);
            var changed = stored is null ? null : change(stored);
            var record = changed is null ? stored : await store.TryReplaceAsync(key, stored!.Version, changed, cancellationToken);
            if (changed is null || record is not null)
            {
                return record;
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTries} times while it was being changed.");
    }
}
