using ServerlessMessaging.Health;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/health: the status in one word, for probes without a key.</summary>
public sealed class Health(HealthChecker checker)
{
    [Function(nameof(Health))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request)
    {
        var report = await checker.CheckAsync(request.HttpContext.RequestAborted);
        return TypedResults.Text(report.Status.ToString().ToLowerInvariant(), "text/plain; charset=utf-8", statusCode: StatusOf(report));
    }

    /// <summary>A degraded application still accepts requests.</summary>
    internal static int StatusOf(HealthReport report) => report.Status == HealthStatus.Unusable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
}
