namespace ServerlessMessaging.Contract.Rules;

/// <summary>The message: the limits of its texts, cards and buttons on its route.</summary>
public static partial class RequestRules
{
    private const string Pointer = "/message";

    private static void CheckMessage(Message message, MessageLimits limits, BrokenRules broken)
    {
        var type = message switch
        {
            TextMessage => MessageTypes.Text,
            Card => MessageTypes.Card,
            QuickReplies => MessageTypes.QuickReplies,
            Carousel => MessageTypes.Carousel,
            _ => null,
        };
        if (type is not null && limits.MessageTypes is { Count: > 0 } supported && !supported.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            broken.Add($"{Pointer}/type", ErrorCodes.MessageTypeUnsupported, $"This route or provider does not support {type}. It supports: {string.Join(", ", supported)}.");
        }

        switch (message)
        {
            case TextMessage text:
                broken.Text($"{Pointer}/text", text.Text, limits.TextLength);
                break;
            case Card card:
                Check(card, Pointer, limits, broken);
                break;
            case QuickReplies quickReplies:
                Check(quickReplies, limits, broken);
                break;
            case Carousel { Cards: var cards }:
                broken.Count($"{Pointer}/cards", cards.Count, 1, limits.Cards, "cards");
                for (var index = 0; index < cards.Count; index++)
                {
                    Check(cards[index], $"{Pointer}/cards/{index}", limits, broken);
                }

                break;
            case NoMessage:
                broken.Required(Pointer);
                break;
            case UnknownMessage { Type: "" }:
                broken.Required($"{Pointer}/type");
                break;
            default:
                broken.Add($"{Pointer}/type", ErrorCodes.UnknownMessageType, $"Known types: {string.Join(", ", MessageTypes.All)}.");
                break;
        }
    }

    private static void Check(QuickReplies message, MessageLimits limits, BrokenRules broken)
    {
        broken.Text($"{Pointer}/text", message.Text, limits.QuickRepliesTextLength);
        broken.Count($"{Pointer}/replies", message.Replies.Count, 1, limits.QuickReplies, "quick replies");
        for (var index = 0; index < message.Replies.Count; index++)
        {
            broken.Text($"{Pointer}/replies/{index}/text", message.Replies[index].Text, limits.LabelLength);
            broken.Payload($"{Pointer}/replies/{index}/value", message.Replies[index].Value, limits.PayloadLength);
        }
    }

    private static void Check(Card card, string pointer, MessageLimits limits, BrokenRules broken)
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
        switch (action)
        {
            case UnknownAction { Type: "" }:
                broken.Required($"{pointer}/type");
                return;
            case UnknownAction:
                broken.Add($"{pointer}/type", ErrorCodes.UnknownActionType, "Known types: postBack, imBack, openUrl.");
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
