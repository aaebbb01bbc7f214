using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>Holds a message to the platform's form: nothing missing, nothing unknown, nothing beyond a limit.</summary>
internal static class OpenMessageRules
{
    private const int MostItems = 10;

    private const int MaxTextLength = 2000;

    /// <summary>Returns what the message shows, once every rule is kept.</summary>
    public static IReadOnlyList<PhoneItem> Read(JsonElement body)
    {
        var message = new MemberReader(body);
        if (message.RequiredText("type") != "message")
        {
            throw message.Refuse("Invalid message type", "type");
        }

        var items = message.RequiredObjects("content");
        message.RefuseOthers();
        if (items.Count == 0)
        {
            throw message.Refuse("Content must not be empty", "content");
        }

        return items.Count <= MostItems
            ? [.. items.Select(ReadItem)]
            : throw message.Refuse($"Content exceeds the maximum of {MostItems} items", "content");
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
        item.RefuseOthers();
        return new(text);
    }
}
