using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

internal static class ReplyMessageRules
{
    private const int MaxTextLength = 2000;

    /// <summary>Of the platform's message types a bot may use two.</summary>
    public static IReadOnlyList<PhoneItem> Read(MemberReader message)
    {
        IReadOnlyList<PhoneItem> items = message.RequiredText("type") switch
        {
            "Text" => [new PhoneText(RequiredText(message, "text"))],
            "Structured" => ReadStructured(message),
            _ => throw message.Refuse("Invalid message type", "type"),
        };
        message.RefuseUnknown();
        return items;
    }

    public static string RequiredText(MemberReader reader, string name) =>
        reader.RequiredText(name, MaxTextLength, "Text exceeds maximum length");

    private static IReadOnlyList<PhoneItem> ReadStructured(MemberReader message)
    {
        var elements = message.RequiredObjects("content");
        if (elements.Count > 0 && elements.All(QuickReplyRules.IsQuickReply))
        {
            return [new PhoneReplies(RequiredText(message, "text"), [.. elements.Select(QuickReplyRules.Read)])];
        }

        if (elements is not [var only])
        {
            throw message.Refuse("Content must be quick replies, or one element of another type", "content");
        }

        var item = ContentRules.Read(only);
        return message.Has("text") ? [new PhoneText(RequiredText(message, "text")), item] : [item];
    }
}
