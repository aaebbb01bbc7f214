namespace ServerlessMessaging.Storage;

/// <summary>A record that one owner at a time works on.</summary>
public interface IOwned
{
    /// <summary>The mark of the claim that wrote it last.</summary>
    string? Owner { get; }

    /// <summary>How long the owner may work on it, from when the storage service wrote it; null where nothing is under way.</summary>
    TimeSpan? Lease { get; }
}

/// <summary>What is left of leases.</summary>
public static class Leases
{
    /// <summary>What is left of the owner's lease, by the service's clock and rounded up to whole seconds; zero where there is none.</summary>
    public static TimeSpan LeaseRemaining<T>(this Versioned<T> stored)
        where T : class, IOwned
    {
        var remaining = stored.WrittenAt + (stored.Value.Lease ?? TimeSpan.Zero) - stored.Now;
        return stored.Value.Lease is not null && remaining > TimeSpan.Zero ? TimeSpan.FromSeconds(Math.Ceiling(remaining.TotalSeconds)) : TimeSpan.Zero;
    }
}
