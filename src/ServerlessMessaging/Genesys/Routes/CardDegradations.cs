namespace ServerlessMessaging.Genesys.Routes;

/// <summary>What routes without the full form of cards leave out.</summary>
internal static class CardDegradations
{
    /// <summary>The degradations of routes whose buttons return their text unseen, like a payload, and whose pictures have no alternative text.</summary>
    /// <param name="message">The message.</param>
    /// <param name="imBack">What an imBack becomes.</param>
    public static IEnumerable<string> Of(Message message, string imBack)
    {
        if (message.AllCards.Any(card => card.Actions.Any(action => action is ImBackAction)))
        {
            yield return imBack;
        }

        if (message.AllCards.Any(card => card.Image?.AltText is { Length: > 0 }))
        {
            yield return "altText-dropped";
        }
    }
}
