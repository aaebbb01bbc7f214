using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>The content types of which a message holds one.</summary>
internal static class ContentRules
{
    private const int MaxCards = 10;

    public static PhoneItem Read(MemberReader element)
    {
        PhoneItem item = element.RequiredText("contentType") switch
        {
            "Text" => ReadText(element.RequiredObject("text")),
            "Card" => ReadCard(element.RequiredObject("card")),
            "Carousel" => ReadCarousel(element.RequiredObject("carousel")),
            _ => throw element.Refuse("Invalid content type", "contentType"),
        };
        element.RefuseUnknown();
        return item;
    }

    private static PhoneText ReadText(MemberReader reader)
    {
        var text = ReplyMessageRules.RequiredText(reader, "body");
        reader.RefuseUnknown();
        return new(text);
    }

    private static PhoneCard ReadCard(MemberReader reader)
    {
        var card = BotCardRules.Read(reader);
        RequireDistinct(card.Actions, reader, "actions");
        return card;
    }

    private static PhoneCarousel ReadCarousel(MemberReader reader)
    {
        var readers = reader.RequiredObjects("cards");
        reader.RefuseUnknown();
        if (readers.Count is < 1 or > MaxCards)
        {
            throw reader.Refuse($"A carousel takes 1 to {MaxCards} cards", "cards");
        }

        var carousel = new PhoneCarousel([.. readers.Select(BotCardRules.Read)]);
        RequireDistinct(carousel.Cards.SelectMany(card => card.Actions), reader, "cards");
        return carousel;
    }

    /// <summary>Text and payload together identify the pressed button.</summary>
    private static void RequireDistinct(IEnumerable<PhoneAction> actions, MemberReader reader, string name)
    {
        var buttons = actions.Where(action => action.Payload is not null).Select(action => (action.Title, action.Payload)).ToList();
        if (buttons.Distinct().Count() < buttons.Count)
        {
            throw reader.Refuse("Two buttons have the same text and payload", name);
        }
    }
}
