namespace ServerlessMessaging.Genesys.Routes;

/// <summary>Names what a route cannot show of a card.</summary>
internal static class CardDegradations
{
    /// <summary>The degradations of routes whose imBack buttons return their text like a payload, invisible to the customer, and whose images have no alternative text.</summary>
    /// <param name="imBack">What an imBack becomes.</param>
    public static IEnumerable<string> Describe(Message message, string imBack)
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
