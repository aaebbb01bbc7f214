using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>Adds a message to its conversation; its webhook and its receipt are sent after the response.</summary>
internal sealed class MessageDelivery(OwnMessageWebhooks ownMessages, Receipts receipts, WebhookDispatch webhooks, SimulatorSettings settings)
{
    /// <summary>Returns the id of the conversation that the message is part of.</summary>
    public Guid Deliver(HttpContext context, Conversation conversation, DeliveredMessage message) =>
        Deliver(conversation, message, context.Exchange().AfterResponse.Add);

    /// <summary>Hands the sending of webhooks to <paramref name="afterResponse"/>, to be run after the response.</summary>
    public Guid Deliver(Conversation conversation, DeliveredMessage message, Action<Action> afterResponse, bool startsNew = false)
    {
        var conversationId = conversation.Add(message, startsNew);
        IReadOnlyList<Webhook> due = [.. OwnMessages(conversation, conversationId, message), .. Receipt(conversation, conversationId, message)];
        afterResponse(() => SendAll(due));
        return conversationId;
    }

    /// <summary>Delivers a message whose webhook, if the settings say so, comes before the response.</summary>
    public async Task<Guid> DeliverAsync(HttpContext context, Conversation conversation, DeliveredMessage message, bool startsNew = false)
    {
        // A webhook that is held for reordering would hold the response too.
        if (settings.Webhooks is not { OwnMessagesFirst: true, Reorder: false })
        {
            return Deliver(conversation, message, context.Exchange().AfterResponse.Add, startsNew);
        }

        var conversationId = conversation.Add(message, startsNew);
        var own = OwnMessages(conversation, conversationId, message);
        var receipt = Receipt(conversation, conversationId, message);
        context.Exchange().AfterResponse.Add(() => SendAll(receipt));
        SendAll(own);
        await Task.WhenAll(own.Select(webhook => webhook.FirstAttempt)).WaitAsync(context.RequestAborted);
        return conversationId;
    }

    private IReadOnlyList<Webhook> OwnMessages(Conversation conversation, Guid conversationId, DeliveredMessage message) =>
        ownMessages.Create(conversation.Contact, conversationId, message);

    private IReadOnlyList<Webhook> Receipt(Conversation conversation, Guid conversationId, DeliveredMessage message) =>
        receipts.Create(conversation.Contact, conversationId, message.Id) is { } receipt ? [receipt] : [];

    private void SendAll(IReadOnlyList<Webhook> all)
    {
        foreach (var webhook in all)
        {
            webhooks.Send(webhook);
        }
    }
}
