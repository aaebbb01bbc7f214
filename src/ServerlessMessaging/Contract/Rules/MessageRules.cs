namespace ServerlessMessaging.Contract.Rules;

/// <summary>What a message may hold on its route.</summary>
internal static class MessageRules
{
    private const string Pointer = "/message";

    public static void Check(Message message, MessageLimits limits, BrokenRules broken)
    {
        switch (message)
        {
            case TextMessage text:
                broken.Text($"{Pointer}/text", text.Text, limits.TextLength);
                break;
            case Card card:
                CardRules.Check(card, Pointer, limits, broken);
                break;
            case QuickReplies quickReplies:
                Check(quickReplies, limits, broken);
                break;
            case Carousel carousel:
                Check(carousel, limits, broken);
                break;
            case NoMessage:
                broken.Required(Pointer);
                break;
            case UnknownMessage { Type: "" }:
                broken.Required($"{Pointer}/type");
                break;
            default:
                broken.Add($"{Pointer}/type", ErrorCodes.UnknownMessageType, "Known types: text, card, quickReplies, carousel.");
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

    private static void Check(Carousel message, MessageLimits limits, BrokenRules broken)
    {
        broken.Count($"{Pointer}/cards", message.Cards.Count, 1, limits.Cards, "cards");
        for (var index = 0; index < message.Cards.Count; index++)
        {
            CardRules.Check(message.Cards[index], $"{Pointer}/cards/{index}", limits, broken);
        }
    }
}
