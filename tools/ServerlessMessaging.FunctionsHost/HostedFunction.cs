using System.Text.Json;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>A function as its worker reported it.</summary>
public sealed record HostedFunction
{
    internal HostedFunction(string id, string name, JsonElement trigger) => (Id, Name, Trigger) = (id, name, trigger);

    /// <summary>The name of the function.</summary>
    public string Name { get; }

    /// <summary>The type of its trigger: <c>httpTrigger</c>, <c>queueTrigger</c> or <c>timerTrigger</c>.</summary>
    public string TriggerType => Text("type")!;

    /// <summary>The route of an HTTP function, without the route prefix; null for others.</summary>
    public string? Route => TriggerType != "httpTrigger" ? null : Text("route") is { Length: > 0 } route ? route : Name;

    /// <summary>The HTTP methods; empty where the function takes all of them.</summary>
    public IReadOnlyList<string> Methods => Trigger.TryGetProperty("methods", out var methods) && methods.ValueKind == JsonValueKind.Array
        ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
        : [];

    /// <summary>Who may call an HTTP function: <c>Anonymous</c>, <c>Function</c> or <c>Admin</c>; null for other functions.</summary>
    public string? AuthorizationLevel => TriggerType != "httpTrigger" ? null : Text("authLevel") ?? "Function";

    /// <summary>What starts it, for the log.</summary>
    internal string? Source => Route ?? Text("queueName") ?? Text("schedule");

    internal string Id { get; }

    internal JsonElement Trigger { get; }

    internal string ParameterName => Text("name")!;

    // The worker wants the whole message where its binding supports it, text otherwise.
    internal bool TakesBindingData => Trigger.TryGetProperty("properties", out var properties)
        && properties.TryGetProperty("supportsDeferredBinding", out var supported)
        && supported.ToString().Equals("true", StringComparison.OrdinalIgnoreCase);

    internal string? Text(string property) => Trigger.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
