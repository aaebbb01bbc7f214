using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>The arguments of an HTTP function: the request, its cancellation, values of the route.</summary>
internal sealed class HttpArguments(MethodInfo method)
{
    private readonly Func<HttpContext, object?>[] _readers = [.. method.GetParameters().Select(ReaderOf)];

    public object?[] Of(HttpContext context) => [.. _readers.Select(read => read(context))];

    private static Func<HttpContext, object?> ReaderOf(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(HttpRequest) => context => context.Request,
        var type when type == typeof(CancellationToken) => context => context.RequestAborted,
        var type => context => RouteValues.Convert(context.Request.RouteValues[parameter.Name!], type),
    };
}
