using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>A message, an event, an edit or a deletion as the control API describes it.</summary>
/// <param name="ChangedId">The id of the message that is edited or deleted.</param>
/// <param name="View">How the phone shows it.</param>
internal sealed record PlatformMessage(
    string Direction,
    string OriginatingEntity,
    string? Text,
    JsonElement? Content,
    JsonElement? Events,
    JsonElement? Metadata,
    string? ChangedId,
    bool IsDeletion,
    IReadOnlyList<PhoneItem> View)
{
    public string Type =>
        Events is not null ? "Event"
        : Content is { } content && content.EnumerateArray().Any(element => element.GetProperty("contentType").GetString() != "Attachment") ? "Structured"
        : "Text";

    /// <summary>The content as the list of conversations shows it.</summary>
    public JsonElement ShownContent => Content ?? JsonSerializer.SerializeToElement(Text);

    public static PlatformMessage Read(MemberReader body)
    {
        var direction = ReadChoice(body, "direction", MessageDirection.Outbound, MessageDirection.Inbound);
        var originatingEntity = ReadChoice(body, "originatingEntity", "Human", "Bot");
        var text = body.OptionalText("text");
        var content = body.OptionalElement("content", "an array", JsonValueKind.Array);
        var view = MessageView.Create(text, body.OptionalObjects("content") ?? []);
        var events = body.OptionalElement("events", "an array", JsonValueKind.Array);
        var metadata = body.OptionalElement("metadata", "an object", JsonValueKind.Object);
        var (edited, deleted) = (body.OptionalText("edits"), body.OptionalText("deletes"));
        body.RefuseUnknown();

        var isDeletion = deleted is not null;
        if (isDeletion ? text is not null || content is not null || events is not null || edited is not null : text is null && content is null && events is null)
        {
            throw body.Refuse("A message needs 'text', 'content' or 'events'; a deletion has 'deletes' alone", "text");
        }

        return new(direction, originatingEntity, text, content, events, metadata, edited ?? deleted, isDeletion, isDeletion ? [new PhoneText("(deleted)")] : view);
    }

    private static string ReadChoice(MemberReader body, string name, string usual, string other) => (body.OptionalText(name) ?? usual) is var chosen && (chosen == usual || chosen == other)
        ? chosen
        : throw body.Refuse($"'{name}' must be {usual} or {other}", name);
}
