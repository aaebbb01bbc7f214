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
    // Each turn means that another process changed the row in between.
    private const int MaxTurns = 20;

    /// <summary>Inserts a claim, or replaces the record that is there where the decision allows it.</summary>
    /// <param name="store">The records.</param>
    /// <param name="key">The record's key.</param>
    /// <param name="claim">The record as it is once claimed, with an owner mark of its own.</param>
    /// <param name="readsFirst">Whether a record is expected: a read is then made before an insert.</param>
    /// <param name="claimed">The decision where there is no record, or where it is this very claim.</param>
    /// <param name="decide">What an existing record allows; the replacement where the claim succeeds, else null.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
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
        for (var turn = 0; turn < MaxTurns; turn++)
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
            if (replacement is null)
            {
                return (decision, stored);
            }

            if (await store.TryReplaceAsync(key, stored.Version, replacement, cancellationToken) is { } replaced)
            {
                return (decision, replaced);
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTurns} times while it was being claimed.");
    }

    /// <summary>What is left of the owner's lease, by the service's clock and rounded up to whole seconds; zero where there is none.</summary>
    public static TimeSpan LeaseRemaining<T>(this Versioned<T> stored)
        where T : class, IOwned
    {
        var remaining = stored.WrittenAt + (stored.Value.Lease ?? TimeSpan.Zero) - stored.Now;
        return stored.Value.Lease is not null && remaining > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(remaining.TotalSeconds)) : TimeSpan.Zero;
    }

    /// <summary>Changes a record until no other change comes in between.</summary>
    /// <param name="store">The records.</param>
    /// <param name="key">The record's key.</param>
    /// <param name="change">The new record, or null where nothing is to be changed.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>The record as it is now, changed or not; null where there is none.</returns>
    /// <exception cref="ContentionException">Others changed the record each time.</exception>
    public static async Task<Versioned<T>?> ChangeAsync<T>(this TableStore<T> store, TableKey key, Func<Versioned<T>, T?> change, CancellationToken cancellationToken)
        where T : class
    {
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var stored = await store.FindAsync(key, cancellationToken);
            if (stored is null || change(stored) is not { } changed)
            {
                return stored;
            }

            if (await store.TryReplaceAsync(key, stored.Version, changed, cancellationToken) is { } replaced)
            {
                return replaced;
            }
        }

        throw new ContentionException($"The record {key.Row} changed {MaxTurns} times while it was being changed.");
    }
}
