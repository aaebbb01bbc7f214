namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The bodies of the health endpoint.</summary>
internal static class HealthWord
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Unusable = "unusable";
}
