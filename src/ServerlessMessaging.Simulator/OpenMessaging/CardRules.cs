using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

internal static class CardRules
{
    private const int MostActions = 3;

    public static void Check(MemberReader card)
    {
        if (card.RequiredText("cardType") != "basic")
        {
            throw card.Refuse("Invalid card type", "cardType");
        }

        card.RequiredText("title");
        card.OptionalText("subtitle");
        if (card.OptionalObject("image") is { } image)
        {
            CheckImage(image);
        }

        var actions = card.OptionalList("actions") ?? [];
        card.RefuseOthers();
        if (actions.Count > MostActions)
        {
            throw card.Refuse($"A card takes at most {MostActions} actions", "actions");
        }

        for (var index = 0; index < actions.Count; index++)
        {
            CardActionRules.Check(new MemberReader(actions[index], JsonPath.Item(card.PathOf("actions"), index)));
        }
    }

    private static void CheckImage(MemberReader image)
    {
        HttpsUrl.Require(image, "url");
        image.OptionalText("altText");
        image.RefuseOthers();
    }
}
