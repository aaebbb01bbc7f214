using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

internal static class BotCardRules
{
    public static PhoneCard Read(MemberReader card)
    {
        var title = card.RequiredText("title");
        var description = card.OptionalText("description");
        var image = HttpsUrl.Allow(card, "image") is { } url ? new PhoneImage(url) : null;
        HttpsUrl.Allow(card, "video");
        if (card.OptionalObject("defaultAction") is { } defaultAction)
        {
            CheckDefaultAction(defaultAction);
        }

        var actions = card.RequiredObjects("actions");
        card.RefuseUnknown();
        return new(title, description, image, [.. actions.Select(ReadAction)]);
    }

    /// <summary>The text of a default action is not shown, so a link does not need one.</summary>
    private static void CheckDefaultAction(MemberReader action)
    {
        if (action.RequiredText("type") != "Link")
        {
            ReadAction(action);
            return;
        }

        action.OptionalText("text");
        HttpsUrl.Require(action, "url");
        action.RefuseUnknown();
    }

    private static PhoneAction ReadAction(MemberReader action)
    {
        var type = action.RequiredText("type");
        var read = type switch
        {
            "Postback" => new PhoneAction(type, action.RequiredText("text"), action.RequiredText("payload"), Url: null),
            "Link" => new PhoneAction(type, action.RequiredText("text"), Payload: null, HttpsUrl.Require(action, "url")),
            _ => throw action.Refuse("Invalid action type", "type"),
        };
        action.RefuseUnknown();
        return read;
    }
}
