namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The cards in a message, and what is on them.</summary>
internal static class MessageCards
{
    public static IReadOnlyList<Card> Of(Message message) => message switch
    {
        Card card => [card],
        Carousel carousel => carousel.Cards,
        _ => [],
    };

    public static bool HaveImBack(Message message) => Of(message).Any(card => card.Actions.Any(action => action is ImBackAction));

    public static bool HaveAltText(Message message) => Of(message).Any(card => card.Image?.AltText is { Length: > 0 });
}
