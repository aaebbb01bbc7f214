using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Creates the webhooks of messages that the API sent, in the form of every outbound message.</summary>
internal sealed class OwnMessageWebhooks(SimulatorSettings settings)
{
    /// <summary>One for each message; none where the settings say so or no webhook URL is set.</summary>
    public IReadOnlyList<Webhook> Create(Contact contact, Guid conversationId, DeliveredMessage message)
    {
        var current = settings.Webhooks;
        var isPosted = current.OwnMessages switch
        {
            OwnMessages.Agentless => contact.Kind == "customer",
            OwnMessages.All => !contact.IsOfTutorials,
            _ => false,
        };
        return current.Url is null || !isPosted ? []
            : message.Content.ValueKind == JsonValueKind.Array ? [.. message.Content.EnumerateArray().Select(FromReply)]
            : [Sign(FromText(message.Content.GetString()!))];

        NormalizedMessage FromText(string text) => Outbound(message.Id, "Text", "Human") with { Text = text };

        // The response names one id, so the further replies of a bot get their own.
        Webhook FromReply(JsonElement reply, int index)
        {
            var id = index == 0 ? message.Id : Guid.NewGuid();
            return Sign(Outbound(id, reply.GetProperty("type").GetString()!, "Bot") with
            {
                Text = reply.TryGetProperty("text", out var text) ? text.GetString() : null,
                Content = reply.TryGetProperty("content", out var content) ? content : null,
            });
        }

        NormalizedMessage Outbound(Guid id, string type, string originatingEntity) =>
            new(id, MessageChannel.ToCustomer(contact, id, message.At), type)
            {
                OriginatingEntity = originatingEntity,
                Direction = MessageDirection.Outbound,
                ConversationId = conversationId,
            };

        Webhook Sign(NormalizedMessage normalized) => Webhook.Signed(normalized, Guid.NewGuid(), current.Secret);
    }
}
