using System.Text;
using ServerlessMessaging.Health;

namespace ServerlessMessaging.Functions;

/// <summary>GET /api/health: one word for a probe that holds no key.</summary>
public sealed class Health(HealthChecker checker, HttpEndpoint endpoint)
{
    [Function(nameof(Health))]
    public Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        endpoint.GuardAsync(request, async () =>
        {
            var report = await checker.CheckAsync(request.HttpContext.RequestAborted);
            return new Answer(HealthAnswer.Status(report), Encoding.UTF8.GetBytes(HealthAnswer.Word(report)), "text/plain; charset=utf-8");
        });
}
