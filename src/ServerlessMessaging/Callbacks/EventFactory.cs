using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>Creates the events of webhooks and of status changes.</summary>
internal static class EventFactory
{
    /// <summary>The event of a webhook. The time of a webhook without one is when it was received. Original: an own message as it was requested.</summary>
    public static BotFlowEvent Create(WebhookMessage message, RelatedRequest related, DateTimeOffset receivedAt, JsonElement? original = null)
    {
        var isOwn = message.Kind == WebhookKind.Message && related.Id is not null;
        var data = new BotFlowData(
            OriginatingMessageId: isOwn || message.Kind is WebhookKind.Receipt or WebhookKind.Deletion ? message.Id : message.OriginatingMessageId,
            RequestId: related.Id,
            ReplyTo: related.ReplyTo,
            From: message.CustomerId,
            ConversationId: message.ConversationId,
            To: related.To,
            Attachments: message.Attachments is { Count: > 0 } attachments ? attachments : null,
            ModifiedAt: message.ModifiedAt);
        var payload = related.Match?.Payload ?? message.Payload ?? message.Text ?? string.Empty;
        var (type, complete) = message.Kind switch
        {
            WebhookKind.Receipt => (EventTypes.Receipt, Receipt(data, message)),
            WebhookKind.Message => (EventTypes.Message, data with { Text = message.Text, Message = message.Json, Original = original }),
            WebhookKind.Typing => (EventTypes.Typing, data with { Typing = message.Typing, Direction = Direction(message) }),
            WebhookKind.Presence => (EventTypes.Presence, data with { Presence = message.Presence, Direction = Direction(message), Message = message.Json }),
            WebhookKind.Deletion => (EventTypes.Deletion, data with { DeletedAt = message.DeletedAt, Direction = Direction(message) }),
            _ when related.IsPress => (EventTypes.PostBack, data with
            {
                Title = related.Match?.Label ?? message.Text,
                RawPayload = payload,
                Payload = Parse(payload),
                MatchedBy = related.Match?.By,
                Message = message.HasContent ? message.Json : null,
            }),
            _ => (EventTypes.Text, data with { Text = message.Text, Message = message.HasContent || message.Text is null || message.ModifiedAt is not null ? message.Json : null }),
        };
        return new(type, Source(message.IntegrationId), message.EventId, message.Time ?? receivedAt, complete) { Subject = message.ConversationId };
    }

    public static BotFlowEvent Create(SendStatus status)
    {
        var name = status.To is { } to ? to.ChannelId ?? to.Conversation?.ChannelId ?? to.Customer?.IntegrationId ?? to.BotSession?.BotId : null;
        var data = new BotFlowData(
            OriginatingMessageId: status.MessageId,
            RequestId: status.Id,
            ReplyTo: status.ReplyTo,
            To: status.To,
            Status: status.Status,
            Route: status.Route,
            Reasons: status.Reasons);
        return new(EventTypes.Send, Source(name), status.EventId, status.At, data);
    }

    private static string Direction(WebhookMessage message) => message.IsInbound ? "inbound" : "outbound";

    private static BotFlowData Receipt(BotFlowData data, WebhookMessage receipt)
    {
        var complete = data with { Status = receipt.Status?.ToLowerInvariant(), IsFinal = receipt.IsFinal };
        return receipt.Reasons.Count == 0 ? complete : complete with { Reasons = [.. receipt.Reasons.Select(reason => reason.Code ?? reason.Message!)], Details = receipt.Reasons };
    }

    private static JsonElement Parse(string payload)
    {
        var json = Encoding.UTF8.GetBytes(payload);
        return JsonScan.FirstFault(json) is null ? JsonElement.Parse(json) : JsonSerializer.SerializeToElement(payload, BotFlowsJson.Http.String);
    }

    // A name of Genesys may have any characters; a source is a URI reference.
    private static string Source(string? name) => $"/genesys/{Uri.EscapeDataString(name ?? "unknown")}";
}
