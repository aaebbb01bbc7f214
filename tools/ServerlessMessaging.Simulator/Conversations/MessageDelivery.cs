using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>Puts a message onto its customer's phone; a receipt follows the answer.</summary>
internal sealed class MessageDelivery(Receipts receipts, WebhookDispatch webhooks)
{
    /// <summary>Returns the id of the conversation that the message is part of.</summary>
    public Guid Deliver(HttpContext context, Conversation conversation, DeliveredMessage message, bool startsAnew = false)
    {
        var conversationId = conversation.Add(message, startsAnew);
        if (receipts.Of(conversation.Contact, conversationId, message.Id) is { } receipt)
        {
            context.Exchange().AfterResponse.Add(() => webhooks.Send(receipt));
        }

        return conversationId;
    }
}
