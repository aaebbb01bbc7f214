namespace ServerlessMessaging.Genesys.Http;

/// <summary>The two servers of Genesys, each with a breaker of its own.</summary>
public sealed class GenesysServers(
    WatchedAttempt attempt, IOptions<GenesysOptions> options, TimeProvider time, ILogger<CallPipeline> logger)
{
    /// <summary>Where access tokens come from.</summary>
    public CallPipeline Login { get; } = new("login", attempt, options.Value, time, logger);

    /// <summary>The platform API.</summary>
    public CallPipeline Api { get; } = new("api", attempt, options.Value, time, logger);
}
