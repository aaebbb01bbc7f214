namespace ServerlessMessaging.Storage;

/// <summary>A row as it is stored, with what a change of it needs.</summary>
/// <param name="Value">The row's value.</param>
/// <param name="Version">The version that a change replaces.</param>
/// <param name="WrittenAt">When the storage service wrote it, by the service's clock.</param>
/// <param name="Now">The service's clock when it responded, in whole seconds. Machines disagree about the time; the service agrees with itself.</param>
public sealed record Versioned<T>(T Value, ETag Version, DateTimeOffset WrittenAt, DateTimeOffset Now);
