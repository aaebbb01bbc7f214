namespace ServerlessMessaging.Caching;

/// <summary>A value and how long it may be believed.</summary>
public sealed record Cached<T>(T Value, DateTimeOffset Until);
