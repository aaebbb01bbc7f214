namespace ServerlessMessaging.Contract.Rules;

/// <summary>What a card and its buttons may hold.</summary>
internal static class CardRules
{
    public static void Check(Card card, string pointer, MessageLimits limits, BrokenRules broken)
    {
        broken.Text($"{pointer}/title", card.Title, limits.TitleLength);
        broken.OptionalText($"{pointer}/subtitle", card.Subtitle, limits.TextLength);
        if (card.Image is { } image)
        {
            broken.Url($"{pointer}/image/url", image.Url, limits.UrlLength);
            broken.OptionalText($"{pointer}/image/altText", image.AltText, limits.TitleLength);
        }

        broken.Count($"{pointer}/actions", card.Actions.Count, 0, limits.Actions, "actions");
        for (var index = 0; index < card.Actions.Count; index++)
        {
            Check(card.Actions[index], $"{pointer}/actions/{index}", limits, broken);
        }

        if (card.CardType != Card.BasicType)
        {
            broken.Add($"{pointer}/cardType", ErrorCodes.UnknownCardType, $"Genesys knows the card type '{Card.BasicType}' only. Leave cardType out.");
        }
    }

    private static void Check(CardAction action, string pointer, MessageLimits limits, BrokenRules broken)
    {
        if (action is UnknownAction unknown)
        {
            if (unknown.Type.Length == 0)
            {
                broken.Required($"{pointer}/type");
            }
            else
            {
                broken.Add($"{pointer}/type", ErrorCodes.UnknownActionType, "Known types: postBack, imBack, openUrl.");
            }

            return;
        }

        broken.Text($"{pointer}/title", action.Title, limits.LabelLength);
        switch (action)
        {
            case PostBackAction postBack:
                broken.Payload($"{pointer}/payload", postBack.Payload, limits.PayloadLength);
                break;
            case ImBackAction imBack:
                broken.Text($"{pointer}/payload", imBack.Payload, limits.TextLength);
                break;
            case OpenUrlAction openUrl:
                broken.Url($"{pointer}/url", openUrl.Url, limits.UrlLength);
                break;
        }
    }
}
