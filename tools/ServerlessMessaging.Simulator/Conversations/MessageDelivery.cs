using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>Adds a message to its conversation; a receipt is sent after the response.</summary>
internal sealed class MessageDelivery(Receipts receipts, WebhookDispatch webhooks)
{
    /// <summary>Returns the id of the conversation that the message is part of.</summary>
    public Guid Deliver(HttpContext context, Conversation conversation, DeliveredMessage message, bool startsNew = false)
    {
        var conversationId = conversation.Add(message, startsNew);
        if (receipts.Create(conversation.Contact, conversationId, message.Id) is { } receipt)
        {
            context.Exchange().AfterResponse.Add(() => webhooks.Send(receipt));
        }

        return conversationId;
    }
}
