using ServerlessMessaging.Health;
using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/operator/health: each part, for the engineer on call.</summary>
public sealed class HealthDetails(HealthChecker checker, HttpEndpoint endpoint)
{
    [Function(nameof(HealthDetails))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = "operator/health")] HttpRequest request) =>
        endpoint.GuardAsync(request, async () =>
        {
            var report = await checker.CheckAsync(request.HttpContext.RequestAborted);
            return new Answer(HealthAnswer.Status(report), ContractWriter.Write(report));
        });
}
