using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>Adds a message to its conversation; a receipt is sent after the response.</summary>
internal sealed class MessageDelivery(Receipts receipts, WebhookDispatch webhooks)
{
    /// <summary>Returns the id of the conversation that the message is part of.</summary>
    public Guid Deliver(HttpContext context, Conversation conversation, DeliveredMessage message, bool startsNew = false) =>
        Deliver(conversation, message, context.Exchange().AfterResponse.Add, startsNew);

    /// <summary>Hands the sending of webhooks to <paramref name="afterResponse"/>, to be run after the response.</summary>
    public Guid Deliver(Conversation conversation, DeliveredMessage message, Action<Action> afterResponse, bool startsNew = false)
    {
        var conversationId = conversation.Add(message, startsNew);
        if (receipts.Create(conversation.Contact, conversationId, message.Id) is { } receipt)
        {
            afterResponse(() => webhooks.Send(receipt));
        }

        return conversationId;
    }
}
