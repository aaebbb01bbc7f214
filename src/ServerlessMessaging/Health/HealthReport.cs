namespace ServerlessMessaging.Health;

/// <summary>The worst status of the parts, checked at most ten seconds ago.</summary>
public sealed record HealthReport(HealthStatus Status, DateTimeOffset CheckedAt, IReadOnlyList<PartHealth> Parts);

/// <summary><c>storage</c>, <c>vault</c> or <c>genesys</c>. The detail says what is wrong and what to do; null where nothing is.</summary>
public sealed record PartHealth(string Part, HealthStatus Status, string? Detail);

[JsonConverter(typeof(CamelCaseEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    Ok,

    /// <summary>Requests are accepted, but an operator should look at the details.</summary>
    Degraded,

    /// <summary>The storage account or the vault cannot be used.</summary>
    Unusable,
}
