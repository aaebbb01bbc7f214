using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>
/// The meaning of a webhook: the customer pressed a button or sent a text, the status of a message, a message to render,
/// or nothing to act on, such as typing.
/// </summary>
public enum WebhookKind
{
    Press,
    Text,
    Receipt,
    Message,
    Other,
}

/// <summary>
/// A webhook of Genesys, as far as it could be understood. Id: for a receipt that of the message it reports on. Json: the whole of it.
/// IntegrationId: the integration or the channel. Text: also the label of a pressed button, whose payload is Payload.
/// IsFinal: no other receipt of the message is expected. Modified: when the message was changed, as it came; a changed one keeps its id.
/// HasContent: it has more than its text, such as an attachment.
/// </summary>
public sealed record WebhookMessage(
    string Id,
    string Type,
    WebhookKind Kind,
    JsonElement Json,
    string? IntegrationId,
    string? CustomerId,
    string? ConversationId,
    DateTimeOffset? Time,
    string? Text,
    string? Payload,
    string? OriginatingMessageId,
    string? Status,
    bool IsFinal,
    string? Modified,
    IReadOnlyList<ReceiptReason> Reasons,
    bool HasContent)
{
    /// <summary>The id of its event, the same for every delivery. Two integrations may use the same id.</summary>
    public string EventId => DerivedName.Compute(
        NameKind.WebhookEvent, IntegrationId ?? string.Empty, Type, Id, Status ?? string.Empty, IsFinal ? "final" : string.Empty, Modified ?? string.Empty);
}
