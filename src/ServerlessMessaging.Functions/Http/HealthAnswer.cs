using ServerlessMessaging.Health;

namespace ServerlessMessaging.Functions.Http;

/// <summary>How a state of health is said over HTTP: a degraded application still takes requests.</summary>
internal static class HealthAnswer
{
    public static int Status(HealthReport report) =>
        report.Status == HealthStatus.Unusable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;

    public static string Word(HealthReport report) => report.Status switch
    {
        HealthStatus.Ok => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unusable",
    };
}
