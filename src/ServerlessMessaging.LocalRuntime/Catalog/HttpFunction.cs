using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>A function that answers HTTP requests.</summary>
public sealed class HttpFunction : FunctionDescription
{
    internal HttpFunction(string name, MethodInfo method, HttpTriggerAttribute trigger)
        : base(name, method)
    {
        // The host gives a function without a route its own name as one.
        Route = string.IsNullOrWhiteSpace(trigger.Route) ? name : trigger.Route.Trim('/');
        Methods = [.. (trigger.Methods ?? []).Select(verb => verb.ToUpperInvariant())];
        AuthorizationLevel = trigger.AuthLevel;
    }

    /// <summary>The route template without the prefix of host.json and without a leading slash.</summary>
    public string Route { get; }

    /// <summary>The verbs in upper case; none means every verb.</summary>
    public IReadOnlyList<string> Methods { get; }

    public AuthorizationLevel AuthorizationLevel { get; }

    /// <summary>The path that a caller uses, route parameters in braces.</summary>
    public string Path(string routePrefix = HostJson.DefaultRoutePrefix) =>
        routePrefix.Length == 0 ? $"/{Route}" : $"/{routePrefix}/{Route}";

    public override string Describe(string routePrefix = HostJson.DefaultRoutePrefix) =>
        $"{(Methods.Count == 0 ? "*" : string.Join(',', Methods))} {Path(routePrefix)} ({AuthorizationLevel})";

    // Two functions meet where a request could reach both; the host refuses the second one.
    internal bool ConflictsWith(HttpFunction other) =>
        Route.Equals(other.Route, StringComparison.OrdinalIgnoreCase)
        && (Methods.Count == 0 || other.Methods.Count == 0 || Methods.Intersect(other.Methods).Any());
}
