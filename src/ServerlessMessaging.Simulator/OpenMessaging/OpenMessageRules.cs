using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>Holds a message to the platform's form: nothing missing, nothing unknown, nothing beyond a limit.</summary>
internal static class OpenMessageRules
{
    private const int MostItems = 10;

    private const int LongestText = 2000;

    /// <summary>Returns the message's content, once every rule is kept.</summary>
    public static JsonElement Check(JsonElement body)
    {
        var message = new MemberReader(body);
        if (message.RequiredText("type") != "message")
        {
            throw message.Refuse("Invalid message type", "type");
        }

        var items = message.RequiredList("content");
        message.RefuseOthers();
        if (items.Count == 0)
        {
            throw message.Refuse("Content must not be empty", "content");
        }

        if (items.Count > MostItems)
        {
            throw message.Refuse($"Content exceeds the maximum of {MostItems} items", "content");
        }

        for (var index = 0; index < items.Count; index++)
        {
            CheckItem(items[index], JsonPath.Item("content", index));
        }

        return body.GetProperty("content");
    }

    private static void CheckItem(JsonElement element, string path)
    {
        var item = new MemberReader(element, path);
        switch (item.RequiredText("type"))
        {
            case "text":
                CheckText(item);
                break;
            case "card":
                CardRules.Check(item);
                break;
            default:
                throw item.Refuse("Invalid content type", "type");
        }
    }

    private static void CheckText(MemberReader item)
    {
        var text = item.RequiredText("text");
        item.RefuseOthers();
        if (text.Length > LongestText)
        {
            throw item.Refuse("Text exceeds maximum length", "text");
        }
    }
}
