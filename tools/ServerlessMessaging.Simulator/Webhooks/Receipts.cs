using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>Creates the receipts of accepted messages, where the settings demand them.</summary>
internal sealed class Receipts(SimulatorSettings settings, TimeProvider timeProvider)
{
    private static readonly JsonElement Reasons = JsonElement.Parse(
        """[{"code":"GeneralError","message":"The simulator was configured to fail"}]""");

    /// <summary>Null when no receipt is due or no webhook URL is set.</summary>
    public Webhook? Create(Contact contact, Guid conversationId, Guid messageId)
    {
        var current = settings.Webhooks;
        var hasFacade = current.Facade || contact.IsOfTutorials;
        if (current.Url is null || current.Receipts == ReceiptMode.None || (current.Receipts == ReceiptMode.Delivered && !hasFacade))
        {
            return null;
        }

        var hasFailed = current.Receipts == ReceiptMode.Failed;
        return Create(contact, conversationId, messageId, hasFailed ? "Failed" : "Delivered", hasFailed ? Reasons : null, isFinal: hasFacade);
    }

    public Webhook Create(Contact contact, Guid conversationId, Guid messageId, string status, JsonElement? reasons, bool? isFinal)
    {
        var receipt = new NormalizedMessage(messageId, MessageChannel.ToCustomer(contact, messageId, timeProvider.GetUtcNow()), "Receipt")
        {
            Status = status,
            Reasons = reasons,
            IsFinalReceipt = isFinal,
            Direction = MessageDirection.Outbound,
            ConversationId = conversationId,
        };
        return Webhook.Signed(receipt, Guid.NewGuid(), settings.Webhooks.Secret);
    }
}
