using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

internal static class TemplateCardRules
{
    private const int MaxTitleLength = 200;

    private const int MaxButtons = 3;

    public static PhoneCard Read(MemberReader card)
    {
        if (card.RequiredText("type") != "card")
        {
            throw card.Refuse("Invalid card type", "type");
        }

        var title = card.RequiredText("title", MaxTitleLength, "Title exceeds maximum length");
        var subtitle = card.OptionalText("subtitle");
        var image = card.OptionalObject("image") is { } reader ? ReadImage(reader) : null;
        var buttons = card.OptionalObjects("buttons") ?? [];
        card.RefuseUnknown();
        return buttons.Count <= MaxButtons
            ? new(title, subtitle, image, [.. buttons.Select(ButtonRules.Read)])
            : throw card.Refuse($"A card takes at most {MaxButtons} buttons", "buttons");
    }

    private static PhoneImage ReadImage(MemberReader image)
    {
        var read = new PhoneImage(HttpsUrl.Require(image, "url"));
        image.RefuseUnknown();
        return read;
    }
}
