using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>What a function with an HTTP trigger must keep to.</summary>
internal static class HttpFunctionRules
{
    // The host keeps these beginnings for itself, whatever the prefix.
    private static readonly string[] ReservedBeginnings = ["admin", "runtime"];

    public static IEnumerable<string> Faults(MethodInfo method, ParameterInfo request, HttpTriggerAttribute trigger)
    {
        var function = new HttpFunction(FunctionReader.NameOf(method), method, trigger);
        if (request.ParameterType != typeof(HttpRequest))
        {
            yield return $"takes its request as {request.ParameterType.Name}: use HttpRequest.";
        }

        if (function.AuthorizationLevel is not (AuthorizationLevel.Anonymous or AuthorizationLevel.Function))
        {
            yield return $"asks for {function.AuthorizationLevel}: this runtime has a function key only.";
        }

        if (!HttpResults.IsKnown(method.ReturnType))
        {
            yield return $"returns {method.ReturnType.Name}: return an IResult, or a Task or ValueTask of one.";
        }

        if (ReservedBeginnings.Any(beginning => function.Route.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)))
        {
            yield return $"has the route '{function.Route}': the host keeps 'admin' and 'runtime' for itself.";
        }

        var (pattern, error) = Parse(function.Route);
        if (pattern is null)
        {
            yield return $"has the route '{function.Route}', which cannot be read: {error}";
            yield break;
        }

        // By position: threads that ask first at the same moment get different objects for one parameter.
        foreach (var parameter in method.GetParameters().Where(parameter => parameter.Position != request.Position && parameter.ParameterType != typeof(CancellationToken)))
        {
            if (pattern.GetParameter(parameter.Name!) is null)
            {
                yield return $"has the parameter '{parameter.Name}', which is not part of its route '{function.Route}'.";
            }
            else if (!RouteValues.CanConvertTo(parameter.ParameterType))
            {
                yield return $"has the parameter '{parameter.Name}' of type {parameter.ParameterType.Name}: a route value becomes a string or a simple value only.";
            }
        }
    }

    private static (RoutePattern? Pattern, string? Error) Parse(string route)
    {
        try
        {
            return (RoutePatternFactory.Parse(route), null);
        }
        catch (RoutePatternException exception)
        {
            return (null, exception.Message);
        }
    }
}
