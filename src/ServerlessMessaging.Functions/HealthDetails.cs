using ServerlessMessaging.Health;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/health: the status of each part, for operators.</summary>
public sealed class HealthDetails(HealthChecker checker)
{
    [Function(nameof(HealthDetails))]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/health")] HttpRequest request)
    {
        var report = await checker.CheckAsync(request.HttpContext.RequestAborted);
        return HttpResponses.Json(report, ResponseJson.Readable.HealthReport, Health.StatusOf(report));
    }
}
