using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

#pragma warning disable CA1822 // A function is an instance method.

/// <summary>What a test wants its one function to do.</summary>
public delegate Task<IResult> AnswerRequest(HttpRequest request, CancellationToken cancellationToken);

public sealed class Open(AnswerRequest answer)
{
    [Function("Open")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "open")] HttpRequest request,
        CancellationToken cancellationToken) => answer(request, cancellationToken);
}

public sealed class Locked
{
    [Function("Locked")]
    public IResult Run([HttpTrigger("get", Route = "locked")] HttpRequest request) => Results.Text(request.Method);
}

public sealed class Unnamed
{
    [Function("Unnamed")]
    public ValueTask<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => ValueTask.FromResult(Results.Text(request.Method));
}

public sealed class Routed
{
    [Function("Routed")]
    public IResult Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "routed/{id}/{number}/{guid:guid}/{day?}")] HttpRequest request,
        string id,
        int number,
        Guid guid,
        DayOfWeek? day) => Results.Text($"{request.Method} {id} {number} {guid} {day?.ToString() ?? "none"}");
}
