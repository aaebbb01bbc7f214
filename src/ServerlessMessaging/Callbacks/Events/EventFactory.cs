using ServerlessMessaging.Callbacks.Reading;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Events;

/// <summary>Makes events of what Genesys and we have to tell.</summary>
internal static class EventFactory
{
    private const string SourcePrefix = "/genesys/";

    /// <summary>The event of a webhook.</summary>
    /// <param name="message">The webhook.</param>
    /// <param name="related">What is known of the request behind it.</param>
    /// <param name="receivedAt">When we got it, for webhooks that do not say when they happened.</param>
    public static BotFlowEvent Of(WebhookMessage message, RelatedRequest related, DateTimeOffset receivedAt)
    {
        var data = new BotFlowData
        {
            OriginatingMessageId = message.Kind == WebhookKind.Receipt ? message.Id : message.OriginatingMessageId,
            RequestId = related.Id,
            ReplyTo = related.ReplyTo,
            From = message.CustomerId,
            ConversationId = message.ConversationId,
            To = related.To,
        };
        var (type, complete) = message.Kind switch
        {
            WebhookKind.Receipt => (EventTypes.Receipt, data with { Status = message.Status?.ToLowerInvariant(), Reasons = message.Reasons.Count == 0 ? null : message.Reasons }),
            WebhookKind.Message => (EventTypes.Message, data with { Text = message.Text, Message = message.Json }),
            _ when related.IsPress => (EventTypes.PostBack, WithPayload(data with { Title = message.Text }, message.Payload ?? message.Text ?? string.Empty)),
            _ => (EventTypes.Text, data with { Text = message.Text, Message = message.HasContent || message.Text is null ? message.Json : null }),
        };
        return new(type, Source(message.IntegrationId), message.EventId, message.Time ?? receivedAt, complete) { Subject = message.ConversationId };
    }

    /// <summary>The event of a status of ours.</summary>
    public static BotFlowEvent Of(SendStatus status) =>
        new(EventTypes.Send, Source(status.To is null ? null : Name(status.To)), status.EventId, status.At, new BotFlowData
        {
            RequestId = status.Id,
            ReplyTo = status.ReplyTo,
            OriginatingMessageId = status.MessageId,
            Status = status.Status,
            Route = status.Route,
            Reasons = status.Reasons,
            To = status.To,
        });

    private static BotFlowData WithPayload(BotFlowData data, string payload) => data with { RawPayload = payload, Payload = Parse(payload) };

    private static JsonElement Parse(string payload)
    {
        var json = Encoding.UTF8.GetBytes(payload);
        if (JsonScan.FirstFault(json) is not null)
        {
            return JsonSerializer.SerializeToElement(payload, JsonContracts.Wire.String);
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    // What Genesys names itself may hold anything; a source is a URI reference.
    private static string Source(string? name) => SourcePrefix + Uri.EscapeDataString(name ?? "unknown");

    private static string? Name(Recipient to) => to.ChannelId ?? to.Conversation?.ChannelId ?? to.Customer?.IntegrationId ?? to.BotSession?.BotId;
}
