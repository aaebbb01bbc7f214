using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tools.Tests.App;

#pragma warning disable CA1822 // A function is an instance method.
#pragma warning disable CA1848, CA1873 // Performance of logging does not matter here.

/// <summary>HTTP functions, one for each kind of route, key and result.</summary>
public sealed class HttpFunctions(TestApp app, IConfiguration configuration, ILogger<HttpFunctions> logger)
{
    [Function("Call")]
    public Task<IResult> CallAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "call")] HttpRequest request, CancellationToken cancellationToken) =>
        app.OnCall(request, cancellationToken);

    [Function("Echo")]
    public async Task<IResult> EchoAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken) =>
        Results.Text($"{request.Method} {request.Host} {request.Path}{request.QueryString} {await new StreamReader(request.Body).ReadToEndAsync(cancellationToken)}", statusCode: 207);

    [Function("Item")]
    public IResult Item(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/{id}/{number:int}/{day?}")] HttpRequest request, string id, int number, string? day, FunctionContext context) =>
        Results.Text($"{id} {number} {day ?? "none"} {context.BindingContext.BindingData["id"]}");

    [Function("SpecialItem")]
    public IResult SpecialItem([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "items/special/{number:int}")] HttpRequest request, int number) =>
        Results.Text($"special {number}");

    [Function("Keyed")]
    public IResult Keyed([HttpTrigger(AuthorizationLevel.Function, "get", Route = "keyed")] HttpRequest request) => Results.Text("keyed");

    [Function("Administer")]
    public IResult Administer([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "administer")] HttpRequest request) => Results.Text("administered");

    [Function("Throw")]
    public IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) => throw new InvalidTimeZoneException("a reason for the log only");

    [Function("Log")]
    public IResult Log([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "log")] HttpRequest request)
    {
        logger.LogInformation(7, "noted {Number}", 1);
        logger.LogWarning(8, new InvalidTimeZoneException("odd"), "warned");
        return Results.NoContent();
    }

    [Function("Setting")]
    public IResult Setting([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "settings/{name}")] HttpRequest request, string name) => Results.Text(configuration[name]);

    [Function("Trace")]
    public IResult Trace([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "trace")] HttpRequest request, FunctionContext context) =>
        Results.Text($"{request.Headers.TraceParent} {context.TraceContext.TraceParent} {context.TraceContext.TraceState} {context.InvocationId == request.Headers["x-ms-invocation-id"]}");
}
