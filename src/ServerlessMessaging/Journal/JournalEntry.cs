using Azure;

namespace ServerlessMessaging.Journal;

/// <summary>A record as it is stored now, with what a change of it needs.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">The version that a change replaces.</param>
/// <param name="WrittenAt">When the storage service wrote it, by the service's clock.</param>
/// <param name="Now">The service's clock when it answered: machines disagree about the time, the service agrees with itself.</param>
public sealed record JournalEntry(SendRecord Record, ETag Version, DateTimeOffset WrittenAt, DateTimeOffset Now)
{
    /// <summary>How long the record's owner may still work on it; zero where it has none.</summary>
    public TimeSpan LeaseLeft => Record.Lease is { } lease && WrittenAt + lease > Now ? WrittenAt + lease - Now : TimeSpan.Zero;
}
