namespace ServerlessMessaging.BotFlows;

/// <summary>Chooses the bot flow of an event.</summary>
public sealed class EventRouter(IOptions<BotFlowsOptions> flows)
{
    /// <summary>Whether any flow gets typing indicators.</summary>
    internal bool HasTyping => flows.Value.Values.Any(flow => flow.Typing);

    /// <summary>Selects the flow of an earlier attempt, else the one that the request names, the one whose action was pressed, that of the integration, or the default.</summary>
    public DeliveryDecision Route(BotFlowEvent botFlowEvent, string? chosen, RelatedRequest? related, string? flowOfIntegration = null, bool hasDefault = true)
    {
        var (replyTo, payload) = (botFlowEvent.Data.ReplyTo, botFlowEvent.Data.Payload);
        if ((Configured(chosen) ?? Configured(replyTo) ?? FlowOfAction(payload) ?? Configured(flowOfIntegration) ?? Configured(hasDefault ? BotFlowsOptions.Default : null)) is { } flow)
        {
            return botFlowEvent.Type == EventTypes.Typing && !flows.Value[flow].Typing ? new DeliveryDecision.Complete() : new DeliveryDecision.Deliver(botFlowEvent, flow, related);
        }

        var named = replyTo is null ? "The event names no bot flow" : $"There is no bot flow {replyTo}";
        return new DeliveryDecision.DeadLetter(new(
            ErrorCodes.NoBotFlow, $"{named}, no flow has its action, and there is no default. Configure BotFlows:{replyTo ?? "default"} and replay the event."));
    }

    private string? Configured(string? name) => name is not null && flows.Value.ContainsKey(name) ? name : null;

    private string? FlowOfAction(JsonElement? payload)
    {
        string?[] actions = [payload?.GetStringOrNull("action"), payload?.GetStringOrNull("event")];
        return flows.Value
            .Where(flow => flow.Value.Actions.Any(action => actions.Contains(action)))
            .Select(flow => flow.Key)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }
}
