using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Callbacks.Events;

namespace ServerlessMessaging.Callbacks.Routing;

/// <summary>Chooses the bot flow of an event.</summary>
public sealed class BotFlowRouter(IOptions<BotFlowsOptions> flows)
{
    /// <summary>Whether a flow is configured.</summary>
    public bool Knows(string name) => flows.Value.ContainsKey(name);

    /// <summary>The flow by its name.</summary>
    public BotFlowOptions this[string name] => flows.Value[name];

    /// <summary>The name of the flow: the one that the request named, else the one whose action was pressed, else the default; null where there is none.</summary>
    public string? FlowOf(BotFlowEvent botFlowEvent) =>
        Known(botFlowEvent.Data.ReplyTo) ?? FlowOfAction(botFlowEvent.Data.Payload) ?? Known(BotFlowsOptions.Default);

    private string? Known(string? name) => name is not null && Knows(name) ? name : null;

    private string? FlowOfAction(JsonElement? payload)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } pressed)
        {
            return null;
        }

        string?[] actions = [Text(pressed, "action"), Text(pressed, "event")];
        return flows.Value
            .Where(flow => flow.Value.Actions.Any(action => actions.Contains(action)))
            .Select(flow => flow.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static string? Text(JsonElement payload, string name) =>
        payload.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
