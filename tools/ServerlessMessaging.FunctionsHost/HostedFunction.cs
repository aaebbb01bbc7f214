using System.Text.Json;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>A function as its worker reported it.</summary>
public sealed record HostedFunction
{
    internal HostedFunction(string id, string name, JsonElement trigger) => (Id, Name, Trigger) = (id, name, trigger);

    public string Name { get; }

    /// <summary>The type of its trigger: <c>httpTrigger</c>, <c>queueTrigger</c> or <c>timerTrigger</c>.</summary>
    public string TriggerType => Text("type")!;

    /// <summary>The route of an HTTP function, without the route prefix; null for others.</summary>
    public string? Route => TriggerType != "httpTrigger" ? null : Text("route") is { Length: > 0 } route ? route : Name;

    /// <summary>The HTTP methods; empty when the function accepts all.</summary>
    public IReadOnlyList<string> Methods => Trigger.TryGetProperty("methods", out var methods) && methods.ValueKind == JsonValueKind.Array
        ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
        : [];

    /// <summary>The authorization level of an HTTP function: <c>Anonymous</c>, <c>Function</c> or <c>Admin</c>; null for others.</summary>
    public string? AuthorizationLevel => TriggerType != "httpTrigger" ? null : Text("authLevel") ?? "Function";

    /// <summary>Route, queue or schedule, for the log.</summary>
    internal string? Source => Route ?? Text("queueName") ?? Text("schedule");

    internal string Id { get; }

    internal JsonElement Trigger { get; }

    internal string ParameterName => Text("name")!;

    // With deferred binding the worker expects the whole message, otherwise its text.
    internal bool SupportsBindingData => Trigger.TryGetProperty("properties", out var properties)
        && properties.TryGetProperty("supportsDeferredBinding", out var supported)
        && supported.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    internal string? Text(string property) => Trigger.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
