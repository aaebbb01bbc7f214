using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.Tests.LocalRuntime;

#pragma warning disable CA1822 // A function is an instance method.

public sealed class Twins
{
    [Function("Twin")]
    public IResult First([HttpTrigger(Route = "first")] HttpRequest request) => Results.Ok(request.Path);

    [Function("twin")]
    public IResult Second([HttpTrigger(Route = "second")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class SameRoute
{
    [Function("First")]
    public IResult First([HttpTrigger("get", "post", Route = "things")] HttpRequest request) => Results.Ok(request.Path);

    [Function("Second")]
    public IResult Second([HttpTrigger("post", Route = "THINGS")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class NoTrigger
{
    [Function("NoTrigger")]
    public IResult Run(HttpRequest request) => Results.Ok(request.Path);
}

public sealed class TwoTriggers
{
    [Function("TwoTriggers")]
    public IResult Run([HttpTrigger] HttpRequest request, [QueueTrigger("things")] string message) => Results.Ok((request.Path, message));
}

public sealed class BadNames
{
    [Function("1st")]
    public IResult First([HttpTrigger(Route = "first")] HttpRequest request) => Results.Ok(request.Path);

    [Function("host")]
    public IResult Host([HttpTrigger(Route = "second")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class PrivateMethod
{
    [Function("PrivateMethod")]
    [SuppressMessage("CodeQuality", "IDE0051", Justification = "Found by reflection.")]
    private IResult Run([HttpTrigger] HttpRequest request) => Results.Ok(request.Path);
}

public static class StaticMethod
{
    [Function("StaticMethod")]
    public static IResult Run([HttpTrigger] HttpRequest request) => Results.Ok(request.Path);
}

internal sealed class HiddenClass
{
    [Function("HiddenClass")]
    public IResult Run([HttpTrigger] HttpRequest request) => Results.Ok(request.Path);
}

public abstract class AbstractClass
{
    [Function("AbstractClass")]
    public IResult Run([HttpTrigger] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class WrongRequest
{
    [Function("WrongRequest")]
    public IResult Run([HttpTrigger] string request) => Results.Ok(request);
}

public sealed class WrongResult
{
    [Function("WrongResult")]
    public Task Run([HttpTrigger] HttpRequest request) => Task.FromResult(request);
}

public sealed class WrongLevel
{
    [Function("WrongLevel")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Admin)] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class ReservedRoute
{
    [Function("ReservedRoute")]
    public IResult Run([HttpTrigger(Route = "administration/things")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class BrokenRoute
{
    [Function("BrokenRoute")]
    public IResult Run([HttpTrigger(Route = "things/{id")] HttpRequest request) => Results.Ok(request.Path);
}

public sealed class StrangeParameter
{
    [Function("StrangeParameter")]
    public IResult Run([HttpTrigger(Route = "strange/{id}")] HttpRequest request, string id, string body) => Results.Ok((request.Path, id, body));
}

public sealed class ComplexRouteValue
{
    [Function("ComplexRouteValue")]
    public IResult Run([HttpTrigger(Route = "complex/{id}")] HttpRequest request, Uri id) => Results.Ok((request.Path, id));
}

public sealed class WrongMessage
{
    [Function("WrongMessage")]
    public Task Run([QueueTrigger("things")] Uri message) => Task.FromResult(message);
}

public sealed class WrongQueue
{
    [Function("WrongQueue")]
    public Task Run([QueueTrigger("Bad--Queue")] string message) => Task.FromResult(message);
}

public sealed class WrongReturn
{
    [Function("WrongReturn")]
    public void Run([QueueTrigger("things")] string message) => ArgumentNullException.ThrowIfNull(message);
}

public sealed class StrangeExtra
{
    [Function("StrangeExtra")]
    public Task Run([QueueTrigger("things")] string message, long dequeueCount) => Task.FromResult((message, dequeueCount));
}
