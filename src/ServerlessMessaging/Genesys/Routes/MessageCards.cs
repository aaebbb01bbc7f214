namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The cards in a message.</summary>
internal static class MessageCards
{
    public static IReadOnlyList<Card> Of(Message message) => message switch
    {
        Card card => [card],
        Carousel carousel => carousel.Cards,
        QuickReplies or TextMessage => [],
        _ => throw new UnreachableException("The rules let known messages through only."),
    };

    /// <summary>The degradations of routes whose buttons return their text unseen, like a payload, and whose pictures have no alternative text.</summary>
    /// <param name="message">The message.</param>
    /// <param name="imBack">What an imBack becomes.</param>
    public static IEnumerable<string> Degradations(Message message, string imBack)
    {
        if (Of(message).Any(card => card.Actions.Any(action => action is ImBackAction)))
        {
            yield return imBack;
        }

        if (Of(message).Any(card => card.Image?.AltText is { Length: > 0 }))
        {
            yield return "altText-dropped";
        }
    }
}
