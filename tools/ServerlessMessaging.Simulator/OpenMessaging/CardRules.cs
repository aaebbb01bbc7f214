using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

internal static class CardRules
{
    private const int MaxActions = 3;

    public static PhoneCard Read(MemberReader card)
    {
        if (card.RequiredText("cardType") != "basic")
        {
            throw card.Refuse("Invalid card type", "cardType");
        }

        var title = card.RequiredText("title");
        var subtitle = card.OptionalText("subtitle");
        var image = card.OptionalObject("image") is { } reader ? ReadImage(reader) : null;
        var actions = card.OptionalObjects("actions") ?? [];
        card.RefuseUnknown();
        return actions.Count <= MaxActions
            ? new(title, subtitle, image, [.. actions.Select(CardActionRules.Read)])
            : throw card.Refuse($"A card takes at most {MaxActions} actions", "actions");
    }

    private static PhoneImage ReadImage(MemberReader image)
    {
        var read = new PhoneImage(HttpsUrl.Require(image, "url"), image.OptionalText("altText"));
        image.RefuseUnknown();
        return read;
    }
}
