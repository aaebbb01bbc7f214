using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>Adds a customer's message to the conversation and sends it as a webhook.</summary>
internal sealed class CustomerActions(SimulatorSettings settings, WebhookDispatch webhooks, TimeProvider timeProvider)
{
    public Webhook Send(Conversation conversation, CustomerMessages message)
    {
        var current = settings.Webhooks;
        current.RequireUrl();

        var content = message.Content();
        var inbound = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), content, [new PhoneText(message.Text)])
        {
            Direction = MessageDirection.Inbound,
        };
        var isPress = message.Button is not null;
        var normalized = new NormalizedMessage(
            inbound.Id, MessageChannel.FromCustomer(conversation.Contact, inbound.Id, inbound.At), isPress ? "Structured" : "Text")
        {
            Text = isPress ? null : message.Text,
            Content = isPress ? content : null,
            OriginatingMessageId = message.OriginatingMessageId,
            OriginatingEntity = "Human",
            Direction = MessageDirection.Inbound,
            ConversationId = conversation.Add(inbound),
        };
        var webhook = Webhook.Signed(normalized, inbound.Id, current.Secret);
        webhooks.Send(webhook);
        return webhook;
    }
}
