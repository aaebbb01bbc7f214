using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Tells what became of a message that was taken, where the settings say so.</summary>
internal sealed class Receipts(SimulatorSettings settings, TimeProvider timeProvider)
{
    private static readonly IReadOnlyList<StatusReason> Reasons = [new("GeneralError", "The simulator was told to fail")];

    /// <summary>Null where nobody wants to be told.</summary>
    public Webhook? Of(Contact contact, Guid conversationId, Guid messageId)
    {
        var current = settings.Webhooks;
        if (current.Url is null || current.Receipts == ReceiptMode.None)
        {
            return null;
        }

        var hasFailed = current.Receipts == ReceiptMode.Failed;
        var receipt = new NormalizedMessage(messageId, MessageChannel.ToCustomer(contact, messageId, timeProvider.GetUtcNow()), "Receipt")
        {
            Status = hasFailed ? "Failed" : "Delivered",
            Reasons = hasFailed ? Reasons : null,
            IsFinalReceipt = true,
            Direction = MessageDirection.Outbound,
            ConversationId = conversationId,
        };
        return Webhook.Signed(receipt, Guid.NewGuid(), current.Secret);
    }
}
