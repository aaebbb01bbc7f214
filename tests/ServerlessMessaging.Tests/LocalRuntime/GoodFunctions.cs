using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.Tests.LocalRuntime;

#pragma warning disable CA1822 // A function is an instance method.

public class GoodFunctions
{
    [Function("TakeThing")]
    public Task Take([QueueTrigger("things")] QueueMessage message, CancellationToken cancellationToken) => Task.FromResult((message, cancellationToken));

    [Function("GetThing")]
    public IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "/things/{id}")] HttpRequest request, Guid id) => Results.Ok((request.Path, id));

    [Function("Anything")]
    public ValueTask<IResult> Anything([HttpTrigger] HttpRequest request) => ValueTask.FromResult(Results.Ok(request.Path));

    public void NoFunction()
    {
    }
}

public sealed class OneRouteTwoVerbs
{
    [Function("ReadThing")]
    public IResult Read([HttpTrigger("get", Route = "things")] HttpRequest request) => Results.Ok(request.Path);

    [Function("WriteThing")]
    public IResult Write([HttpTrigger("put", Route = "things")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class ReturningFunctions
{
    [Function(nameof(Plain))]
    public IResult Plain([HttpTrigger] HttpRequest request) => Results.Ok(request.Path);

    [Function(nameof(Awaited))]
    public Task<IResult> Awaited([HttpTrigger] HttpRequest request) => Task.FromResult(Results.Ok(request.Path));

    [Function(nameof(Valued))]
    public ValueTask<IResult> Valued([HttpTrigger] HttpRequest request) => ValueTask.FromResult(Results.Ok(request.Path));

    [Function(nameof(Typed))]
    public Task<NoContent> Typed([HttpTrigger] HttpRequest request) => Task.FromResult(request.Path.HasValue ? TypedResults.NoContent() : throw new NotSupportedException());
}
