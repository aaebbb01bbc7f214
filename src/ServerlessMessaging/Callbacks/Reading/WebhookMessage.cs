namespace ServerlessMessaging.Callbacks.Reading;

/// <summary>A webhook of Genesys, as far as it could be understood.</summary>
/// <param name="Id">Genesys' id of the message; for a receipt that of the message it speaks of.</param>
/// <param name="Type">Its type as Genesys wrote it, such as <c>Structured</c>.</param>
/// <param name="Kind">What it is to us.</param>
/// <param name="Json">The whole of it.</param>
public sealed record WebhookMessage(string Id, string Type, WebhookKind Kind, JsonElement Json)
{
    /// <summary>The integration, or the channel.</summary>
    public string? IntegrationId { get; init; }

    /// <summary>The customer's id.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Genesys' id of the conversation.</summary>
    public string? ConversationId { get; init; }

    /// <summary>When it happened.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>What the customer said, or the label of the button.</summary>
    public string? Text { get; init; }

    /// <summary>What the pressed button carries.</summary>
    public string? Payload { get; init; }

    /// <summary>The message whose button was pressed.</summary>
    public string? OriginatingMessageId { get; init; }

    /// <summary>The status of a receipt.</summary>
    public string? Status { get; init; }

    /// <summary>Why a message failed, in Genesys' codes.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Whether there is more to it than its text, such as an attachment.</summary>
    public bool HasContent { get; init; }

    /// <summary>The id of its event: the same however often it comes.</summary>
    public string EventId => DerivedName.Of($"{Type}|{Id}|{Status}");
}
