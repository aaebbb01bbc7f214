using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>Validates a message: required members, no unknown ones, limits.</summary>
internal static class OpenMessageRules
{
    private const int MaxItems = 10;

    private const int MaxTextLength = 2000;

    /// <summary>Returns the view of a valid message.</summary>
    public static IReadOnlyList<PhoneItem> Read(JsonElement body)
    {
        var message = new MemberReader(body);
        if (message.RequiredText("type") != "message")
        {
            throw message.Refuse("Invalid message type", "type");
        }

        var items = message.RequiredObjects("content");
        message.RefuseUnknown();
        if (items.Count == 0)
        {
            throw message.Refuse("Content must not be empty", "content");
        }

        return items.Count <= MaxItems
            ? [.. items.Select(ReadItem)]
            : throw message.Refuse($"Content exceeds the maximum of {MaxItems} items", "content");
    }

    private static PhoneItem ReadItem(MemberReader item) => item.RequiredText("type") switch
    {
        "text" => ReadText(item),
        "card" => CardRules.Read(item),
        _ => throw item.Refuse("Invalid content type", "type"),
    };

    private static PhoneText ReadText(MemberReader item)
    {
        var text = item.RequiredText("text", MaxTextLength, "Text exceeds maximum length");
        item.RefuseUnknown();
        return new(text);
    }
}
