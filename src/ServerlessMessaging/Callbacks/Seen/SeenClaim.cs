using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Seen;

/// <summary>A callback that was to be claimed.</summary>
/// <param name="Verdict">Whether it was.</param>
/// <param name="Name">The name of its record.</param>
/// <param name="Stored">Its record as it is now.</param>
public sealed record SeenClaim(SeenVerdict Verdict, string Name, StoredRecord<SeenRecord> Stored)
{
    /// <summary>What is left of the owner's lease.</summary>
    public TimeSpan LeaseLeft => Stored.LeftOf(Stored.Record.Lease);
}
