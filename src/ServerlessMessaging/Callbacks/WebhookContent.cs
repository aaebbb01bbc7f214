using ServerlessMessaging.BotFlows;

namespace ServerlessMessaging.Callbacks;

/// <summary>Reads what a webhook holds beside its text: the elements of <c>content</c> and of <c>events</c>.</summary>
internal static class WebhookContent
{
    private const string ButtonResponse = "buttonResponse";

    /// <summary>The pressed buttons in their order, and whether there is other content.</summary>
    public static (IReadOnlyList<PressedButton> Buttons, bool HasOther) ReadButtons(LenientObject root)
    {
        var buttons = new List<PressedButton>();
        var hasOther = false;
        foreach (var content in root.Items("content"))
        {
            if (IsA(content, ButtonResponse))
            {
                buttons.AddRange(content.Member(ButtonResponse) is null ? [Button(root, content, default)] : content.Items(ButtonResponse).Select(button => Button(root, content, button)));
            }
            else
            {
                hasOther |= TextOf(content) is null;
            }
        }

        // Bots get it at the root.
        return buttons.Count > 0 || root.Member(ButtonResponse) is null ? (buttons, hasOther) : ([.. root.Items(ButtonResponse).Select(button => Button(root, default, button))], hasOther);
    }

    /// <summary>The text of the first content that is one; null where there is none.</summary>
    public static string? ReadText(LenientObject root) => root.Items("content").Select(TextOf).FirstOrDefault(text => text is not null);

    public static IReadOnlyList<Attachment> ReadAttachments(LenientObject root) =>
    [
        .. root.Items("content").Where(content => IsA(content, "attachment")).SelectMany(content => content.Items("attachment")).Select(attachment => new Attachment(
            attachment.Text("mediaType"),
            attachment.Text("url"),
            attachment.Text("mime"),
            attachment.Text("filename"),
            attachment.Text("id"),
            attachment.Text("text"),
            attachment.Text("sha256"),
            attachment.Integer("contentSizeBytes"))),
    ];

    /// <summary>The first typing indicator and the first change of presence.</summary>
    public static (TypingIndicator? Typing, PresenceChange? Presence) ReadEvents(LenientObject root)
    {
        TypingIndicator? typing = null;
        PresenceChange? presence = null;
        foreach (var item in root.Items("events"))
        {
            if (Is(item.Text("eventType"), "Typing"))
            {
                typing ??= new(item.Object("typing").Text("type"), item.Object("typing").Integer("duration"));
            }
            else if (Is(item.Text("eventType"), "Presence"))
            {
                presence ??= new(item.Object("presence").Text("type"));
            }
        }

        return (typing, presence);
    }

    // The label is not a payload: an empty payload stays empty, and one that is not a string is its JSON.
    private static PressedButton Button(LenientObject root, LenientObject content, LenientObject button) => new(
        button.Text("text"),
        button.Member("payload") switch { null => null, { ValueKind: JsonValueKind.String } text => text.GetString(), { } json => json.GetRawText() },
        OriginatingMessageId(root, content, button));

    // The platform has it inside the response; façades have it in other places.
    private static string? OriginatingMessageId(LenientObject root, LenientObject content, LenientObject button) =>
        button.Text("originatingMessageId")
        ?? content.Text("originatingMessageId")
        ?? root.Text("originatingMessageId")
        ?? root.Object("channel").Text("originatingMessageId")
        ?? root.Items("relatedMessages").Select(related => related.Text("id")).FirstOrDefault(id => id is not null);

    private static string? TextOf(LenientObject content) => IsA(content, "text") ? content.Text("text") ?? content.Object("text").Text("body") : null;

    // Some channels leave out the type.
    private static bool IsA(LenientObject content, string member) =>
        content.Text("contentType") is { } type ? Is(type, member) || (member == ButtonResponse && content.Member(member) is not null) : content.Member(member) is not null;

    private static bool Is(string? text, string expected) => string.Equals(text, expected, StringComparison.OrdinalIgnoreCase);
}
