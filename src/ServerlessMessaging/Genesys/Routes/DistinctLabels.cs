namespace ServerlessMessaging.Genesys.Routes;

/// <summary>
/// Genesys tells the buttons of a card or carousel apart by text and payload together. A button that repeats another's
/// gets a number in its text: payloads must come back as they were, and a refused message helps nobody.
/// </summary>
internal sealed class DistinctLabels
{
    private readonly HashSet<(string? Payload, string Text)> _taken = [];

    /// <summary>Whether any button got a number.</summary>
    public bool Numbered { get; private set; }

    /// <summary>The button, told apart from those before it.</summary>
    public BotAction Distinguish(BotAction action)
    {
        var text = action.Text;
        for (var number = 2; !_taken.Add((action.Payload, text)); number++)
        {
            text = $"{action.Text} ({number})";
            Numbered = true;
        }

        return action with { Text = text };
    }
}
