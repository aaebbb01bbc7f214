namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The words that a probe may read.</summary>
internal static class HealthWord
{
    public const string Ok = "ok";
    public const string Degraded = "degraded";
    public const string Unusable = "unusable";
}
