using Azure;

namespace ServerlessMessaging.Storage;

/// <summary>A record as it is stored now, with what a change of it needs.</summary>
/// <param name="Record">The record.</param>
/// <param name="Version">The version that a change replaces.</param>
/// <param name="WrittenAt">When the storage service wrote it, by the service's clock.</param>
/// <param name="Now">The service's clock when it answered: machines disagree about the time, the service agrees with itself.</param>
public sealed record StoredRecord<T>(T Record, ETag Version, DateTimeOffset WrittenAt, DateTimeOffset Now)
{
    /// <summary>What is left of a lease that began when the record was written; zero where there is none.</summary>
    public TimeSpan LeftOf(TimeSpan? lease) => lease is { } length && WrittenAt + length > Now ? WrittenAt + length - Now : TimeSpan.Zero;
}
