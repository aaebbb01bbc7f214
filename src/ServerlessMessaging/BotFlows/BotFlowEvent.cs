using ServerlessMessaging.Records;

namespace ServerlessMessaging.BotFlows;

/// <summary>An event for a bot flow: a CloudEvent 1.0.</summary>
/// <param name="Type">One of <see cref="EventTypes"/>.</param>
/// <param name="Source"><c>/genesys/{integration or channel}</c>.</param>
/// <param name="Id">The same for every delivery.</param>
/// <param name="Time">When it happened.</param>
public sealed record BotFlowEvent(string Type, string Source, string Id, DateTimeOffset Time, BotFlowData Data)
{
    public string Specversion { get; } = "1.0";

    /// <summary>The conversation; null where it is unknown.</summary>
    public string? Subject { get; init; }

    public string Datacontenttype { get; } = "application/json";
}

/// <summary>The data of an event. Members that do not belong to its type are null.</summary>
/// <param name="Payload">What the button carries, parsed where it is JSON; else as its text.</param>
/// <param name="RawPayload">What the button carries, as it came.</param>
/// <param name="Title">The button's label.</param>
/// <param name="Text">The text of the customer.</param>
/// <param name="OriginatingMessageId">The message that belongs to the event, by Genesys' id.</param>
/// <param name="RequestId">The request that belongs to the event.</param>
/// <param name="ReplyTo">The flow that the request named.</param>
/// <param name="From">The customer's id.</param>
/// <param name="ConversationId">Genesys' id of the conversation.</param>
/// <param name="To">The customer as the recipient of a reply.</param>
/// <param name="Status">The status of a message or request, in lower case.</param>
/// <param name="Route">The route of a request.</param>
/// <param name="IsFinal">Whether Genesys sends no other receipt of the message.</param>
/// <param name="Reasons">Why a message failed: codes of Genesys, its words where it gives no code, or codes of the application.</param>
/// <param name="Details">Why a message failed: codes and words of Genesys.</param>
/// <param name="Message">The message to render, as Genesys sent it.</param>
/// <param name="Original">The message of an own request as it was requested, where it is kept.</param>
/// <param name="Attachments">The files of a message.</param>
/// <param name="ModifiedAt">When the message was modified; null where it is as it was sent.</param>
/// <param name="DeletedAt">When the message was deleted.</param>
/// <param name="Direction">Who types, joined, left or deleted: <c>inbound</c> the customer, <c>outbound</c> an agent or a bot.</param>
/// <param name="Typing">That somebody types.</param>
/// <param name="Presence">That somebody joined or left.</param>
/// <param name="MatchedBy">How a text of the customer names a button or option; null for a press.</param>
public sealed record BotFlowData(
    JsonElement? Payload = null,
    string? RawPayload = null,
    string? Title = null,
    string? Text = null,
    string? OriginatingMessageId = null,
    string? RequestId = null,
    string? ReplyTo = null,
    string? From = null,
    string? ConversationId = null,
    Recipient? To = null,
    string? Status = null,
    SendRoute? Route = null,
    bool? IsFinal = null,
    IReadOnlyList<string>? Reasons = null,
    IReadOnlyList<ReceiptReason>? Details = null,
    JsonElement? Message = null,
    JsonElement? Original = null,
    IReadOnlyList<Attachment>? Attachments = null,
    DateTimeOffset? ModifiedAt = null,
    DateTimeOffset? DeletedAt = null,
    string? Direction = null,
    TypingIndicator? Typing = null,
    PresenceChange? Presence = null,
    MatchedBy? MatchedBy = null);

/// <summary>Why Genesys could not deliver a message, without control characters and email addresses. One of both may be missing.</summary>
public sealed record ReceiptReason(string? Code, string? Message)
{
    public override string ToString() => Code is null || Message is null ? Code ?? Message ?? string.Empty : $"{Code}: {Message}";
}

/// <summary>A file of a message, as Genesys describes it. Its address is not checked.</summary>
/// <param name="MediaType"><c>Image</c>, <c>Video</c>, <c>Audio</c>, <c>File</c> or <c>Link</c>.</param>
/// <param name="Mime">The media type of HTTP, such as <c>image/png</c>.</param>
/// <param name="ContentSizeBytes">Its size in bytes.</param>
public sealed record Attachment(string? MediaType, string? Url, string? Mime, string? Filename, string? Id, string? Text, string? Sha256, long? ContentSizeBytes);

/// <summary>That somebody types.</summary>
/// <param name="Type"><c>On</c>.</param>
/// <param name="Duration">How long, in milliseconds.</param>
public sealed record TypingIndicator(string? Type, long? Duration);

/// <summary>That somebody joined or left.</summary>
/// <param name="Type">Genesys' word, such as <c>Join</c> or <c>Disconnect</c>.</param>
public sealed record PresenceChange(string? Type);

/// <summary>The types of events.</summary>
public static class EventTypes
{
    /// <summary>The customer pressed a button, or sent a text that names one.</summary>
    public const string PostBack = "serverlessmessaging.postback.v1";

    /// <summary>The customer sent a text.</summary>
    public const string Text = "serverlessmessaging.text.v1";

    /// <summary>A message to render for the customer.</summary>
    public const string Message = "serverlessmessaging.message.v1";

    /// <summary>Genesys reports the status of a message.</summary>
    public const string Receipt = "serverlessmessaging.receipt.v1";

    /// <summary>Somebody types; only for flows that ask for it.</summary>
    public const string Typing = "serverlessmessaging.typing.v1";

    /// <summary>Somebody joined or left.</summary>
    public const string Presence = "serverlessmessaging.presence.v1";

    /// <summary>A message was deleted.</summary>
    public const string Deletion = "serverlessmessaging.deletion.v1";

    /// <summary>The application reports the status of a request.</summary>
    public const string Send = "serverlessmessaging.send.v1";
}
