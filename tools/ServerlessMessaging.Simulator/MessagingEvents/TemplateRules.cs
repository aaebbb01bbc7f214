using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

internal static class TemplateRules
{
    private const int MaxCards = 10;

    public static PhoneItem Read(MemberReader template, string providerId) => template.RequiredText("templateType") switch
    {
        "quick_reply" => ReadQuickReplies(template, providerId),
        "carousel" => new PhoneCarousel(ReadCards(template, "A carousel")),
        "generic" => new PhoneCarousel(ReadCards(template, "A generic template")),
        _ => throw template.Refuse("Invalid template", "templateType"),
    };

    private static PhoneReplies ReadQuickReplies(MemberReader template, string providerId)
    {
        if (template.RequiredObjects("content") is not [var prompt])
        {
            throw template.Refuse("A quick reply template takes exactly one text", "content");
        }

        if (prompt.RequiredText("type") != "text")
        {
            throw prompt.Refuse("Invalid content type", "type");
        }

        var text = EventRules.ReadText(prompt).Text;
        prompt.RefuseUnknown();

        var max = QuickReplyLimit.Get(providerId);
        var buttons = template.RequiredObjects("buttons");
        return buttons.Count >= 1 && buttons.Count <= max
            ? new(text, [.. buttons.Select(ButtonRules.ReadQuickReply)])
            : throw template.Refuse($"{providerId} takes 1 to {max} quick replies", "buttons");
    }

    private static IReadOnlyList<PhoneCard> ReadCards(MemberReader template, string name)
    {
        var cards = template.RequiredObjects("cards");
        return cards.Count is >= 1 and <= MaxCards
            ? [.. cards.Select(TemplateCardRules.Read)]
            : throw template.Refuse($"{name} takes 1 to {MaxCards} cards", "cards");
    }
}
