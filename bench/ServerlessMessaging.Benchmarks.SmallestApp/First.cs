using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.Benchmarks.SmallestApp;

/// <summary>POST /api/first: the only function.</summary>
public sealed class First
{
    [Function(nameof(First))]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Function, "post", Route = "first")] HttpRequest request) => Results.Text("first");
}
