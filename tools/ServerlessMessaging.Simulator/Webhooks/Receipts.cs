using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Creates the receipts of accepted messages, where the settings demand them.</summary>
internal sealed class Receipts(SimulatorSettings settings, TimeProvider timeProvider)
{
    private static readonly IReadOnlyList<StatusReason> Reasons = [new("GeneralError", "The simulator was configured to fail")];

    /// <summary>Null when receipts are off or no webhook URL is set.</summary>
    public Webhook? Create(Contact contact, Guid conversationId, Guid messageId)
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
