using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>
/// The meaning of a webhook: the customer pressed a button or sent a text, the status of a message, a message to render, that somebody types,
/// joined or left, that a message was deleted, or nothing to act on.
/// </summary>
public enum WebhookKind
{
    Press,
    Text,
    Receipt,
    Message,
    Typing,
    Presence,
    Deletion,
    Other,
}

/// <summary>
/// A webhook of Genesys, as far as it could be understood. Id: for a receipt that of the message it reports on. Json: the whole of it.
/// IntegrationId: the integration or the channel. Text: also the label of a pressed button, whose payload is Payload.
/// IsFinal: no other receipt of the message is expected. HasContent: it has more than its text or button, such as an attachment.
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
    IReadOnlyList<ReceiptReason> Reasons,
    bool HasContent)
{
    /// <summary>Whether it is from the customer.</summary>
    public bool IsInbound { get; init; }

    /// <summary>When it happened, was modified and was deleted, as it came: a message that is changed keeps its id.</summary>
    public (string? Sent, string? Modified, string? Deleted) Versions { get; init; }

    /// <summary>When the message was modified; null where it is as it was sent.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>When the message was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>The buttons that were pressed beside the first one; each gets an event of its own.</summary>
    public IReadOnlyList<PressedButton> OtherButtons { get; init; } = [];

    /// <summary>Which of the pressed buttons it stands for, from 0.</summary>
    public int Part { get; private init; }

    public TypingIndicator? Typing { get; init; }

    public PresenceChange? Presence { get; init; }

    /// <summary>The id of its event, the same for every delivery. Two integrations may use the same id, and so may two messages of different times.</summary>
    public string EventId => DerivedName.Compute(
        NameKind.WebhookEvent,
        IntegrationId ?? string.Empty,
        Type,
        Id,
        Status ?? string.Empty,
        IsFinal ? "final" : string.Empty,
        Versions.Sent ?? string.Empty,
        Versions.Modified ?? string.Empty,
        Versions.Deleted ?? string.Empty,
        Part == 0 ? string.Empty : Part.ToString(CultureInfo.InvariantCulture));

    /// <summary>The webhook as that of one pressed button; itself where there is no such button.</summary>
    public WebhookMessage PartOf(int part) => part < 1 || part > OtherButtons.Count ? this : this with
    {
        Part = part,
        Text = OtherButtons[part - 1].Text,
        Payload = OtherButtons[part - 1].Payload,
        OriginatingMessageId = OtherButtons[part - 1].OriginatingMessageId,
    };
}

/// <summary>A button that a customer pressed.</summary>
public sealed record PressedButton(string? Text, string? Payload, string? OriginatingMessageId);
