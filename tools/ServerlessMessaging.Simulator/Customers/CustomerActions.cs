using ServerlessMessaging.Simulator.BotConnector;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>Adds a customer's message to the conversation and posts it: to the bot connector of a bot's session, otherwise as a webhook.</summary>
internal sealed class CustomerActions(
    SimulatorSettings settings, WebhookDispatch webhooks, ConnectorMessages connector, TimeProvider timeProvider)
{
    public Webhook Send(Conversation conversation, CustomerMessages message)
    {
        var inbound = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), message.Content(), [new PhoneText(message.Text)])
        {
            Direction = MessageDirection.Inbound,
        };
        var webhook = connector.Serves(conversation) ? connector.Create(conversation, inbound, message) : Create(conversation, inbound, message);
        webhooks.Send(webhook);
        return webhook;
    }

    private Webhook Create(Conversation conversation, DeliveredMessage inbound, CustomerMessages message)
    {
        var current = settings.Webhooks;
        current.RequireUrl();

        var isPress = message.Button is not null;
        var normalized = new NormalizedMessage(
            inbound.Id, MessageChannel.FromCustomer(conversation.Contact, inbound.Id, inbound.At), isPress ? "Structured" : "Text")
        {
            Text = isPress ? null : message.Text,
            Content = isPress ? inbound.Content : null,
            OriginatingEntity = "Human",
            Direction = MessageDirection.Inbound,
            ConversationId = conversation.Add(inbound),
        };
        return Webhook.Signed(normalized, inbound.Id, current.Secret);
    }
}
