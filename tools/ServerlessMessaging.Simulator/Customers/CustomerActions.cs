using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Customers;

/// <summary>Lets a customer speak: the words stand on the phone and go out as a webhook.</summary>
internal sealed class CustomerActions(SimulatorSettings settings, WebhookDispatch webhooks, TimeProvider timeProvider)
{
    public Webhook Say(Conversation conversation, CustomerMessages words)
    {
        var current = settings.Webhooks;
        current.RequireUrl();

        var content = words.Content();
        var said = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), content, [new PhoneText(words.Text)])
        {
            Direction = MessageDirection.Inbound,
        };
        var isPress = words.Button is not null;
        var message = new NormalizedMessage(
            said.Id, MessageChannel.FromCustomer(conversation.Contact, said.Id, said.At), isPress ? "Structured" : "Text")
        {
            Text = isPress ? null : words.Text,
            Content = isPress ? content : null,
            OriginatingMessageId = words.OriginatingMessageId,
            OriginatingEntity = "Human",
            Direction = MessageDirection.Inbound,
            ConversationId = conversation.Add(said),
        };
        var webhook = Webhook.Signed(message, said.Id, current.Secret);
        webhooks.Send(webhook);
        return webhook;
    }
}
