namespace ServerlessMessaging.Health;

/// <summary>How the application is.</summary>
/// <param name="Status">The worst that its parts allow to say.</param>
/// <param name="CheckedAt">When it was looked at; at most ten seconds ago.</param>
/// <param name="Parts">The parts, each with its own state.</param>
public sealed record HealthReport(HealthStatus Status, DateTimeOffset CheckedAt, IReadOnlyList<PartHealth> Parts);

/// <summary>How one part is.</summary>
/// <param name="Part"><c>storage</c>, <c>vault</c> or <c>genesys</c>.</param>
/// <param name="Status">Its state.</param>
/// <param name="Detail">What is wrong and what to do; null where nothing is.</param>
public sealed record PartHealth(string Part, HealthStatus Status, string? Detail);

/// <summary>A state of health.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthStatus>))]
public enum HealthStatus
{
    /// <summary>All is well.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>Requests are taken, but something needs a look.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>Our own storage or vault cannot be used.</summary>
    [JsonStringEnumMemberName("unusable")]
    Unusable,
}
