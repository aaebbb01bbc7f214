using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Posts what an agent, a bot or the platform adds to a conversation: messages of any content, events, edits, deletions and receipts.</summary>
internal sealed class PlatformActions(SimulatorSettings settings, WebhookDispatch webhooks, Receipts receipts, TimeProvider timeProvider)
{
    private static readonly JsonValueKind[] AnyKind =
        [JsonValueKind.Array, JsonValueKind.Object, JsonValueKind.String, JsonValueKind.Number, JsonValueKind.Null];

    public Webhook SendMessage(Conversation conversation, MemberReader body)
    {
        settings.Webhooks.RequireUrl();
        var message = PlatformMessage.Read(body);
        var now = timeProvider.GetUtcNow();
        var changed = message.ChangedId is { } changedId ? Find(conversation, changedId) : null;
        var (id, at) = changed is null ? (Guid.NewGuid(), now) : (changed.Id, changed.At);
        var isInbound = message.Direction == MessageDirection.Inbound;
        var channel = isInbound ? MessageChannel.FromCustomer(conversation.Contact, id, at) : MessageChannel.ToCustomer(conversation.Contact, id, at);
        var normalized = new NormalizedMessage(
            id,
            channel with
            {
                DateModified = changed is null || message.IsDeletion ? null : MessageChannel.TimeText(now),
                DateDeleted = message.IsDeletion ? MessageChannel.TimeText(now) : null,
            },
            message.Type)
        {
            Text = message.Text,
            Content = message.Content,
            Events = message.Events,
            Metadata = message.Metadata,
            OriginatingEntity = message.OriginatingEntity,
            Direction = message.Direction,
            ConversationId = Show(conversation, message, changed, id, at),
        };
        return Send(Webhook.Signed(normalized, Guid.NewGuid(), settings.Webhooks.Secret));
    }

    public Webhook SendReceipt(Conversation conversation, MemberReader body)
    {
        settings.Webhooks.RequireUrl();
        var messageId = body.RequiredText("messageId");
        var status = body.RequiredText("status");
        if (status is not ("Sent" or "Delivered" or "Read" or "Failed" or "Published" or "Removed"))
        {
            throw body.Refuse("'status' must be Sent, Delivered, Read, Failed, Published or Removed", "status");
        }

        var reasons = body.OptionalElement("reasons", "a list, an object, a string, a number or null", AnyKind);
        var isFinal = body.OptionalFlag("isFinalReceipt");
        body.RefuseUnknown();
        return Send(receipts.Create(conversation.Contact, conversation.Id, Find(conversation, messageId).Id, status, reasons, isFinal));
    }

    /// <summary>Events are not shown. Returns the id of the conversation.</summary>
    private static Guid Show(Conversation conversation, PlatformMessage message, DeliveredMessage? changed, Guid id, DateTimeOffset at)
    {
        if (message.Events is not null)
        {
            return conversation.Id;
        }

        var shown = new DeliveredMessage(id, at, message.ShownContent, message.View) { Direction = message.Direction };
        return changed is null ? conversation.Add(shown) : conversation.Replace(shown);
    }

    private static DeliveredMessage Find(Conversation conversation, string messageId) =>
        (Guid.TryParse(messageId, out var id) ? conversation.Find(id) : null)
        ?? throw new RefusalException(StatusCodes.Status404NotFound, $"The conversation has no message '{messageId}'");

    private Webhook Send(Webhook webhook)
    {
        webhooks.Send(webhook);
        return webhook;
    }
}
