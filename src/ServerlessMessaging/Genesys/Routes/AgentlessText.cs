namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A message as one text that fits. What must go, goes by its worth: pictures, then the ends of subtitles, never an option.</summary>
/// <param name="Text">The text.</param>
/// <param name="Degradations">What it is no longer.</param>
internal sealed record AgentlessText(string Text, IReadOnlyList<string> Degradations)
{
    /// <summary>How long the text is if all goes that may.</summary>
    public static int LeastLength(Message message) => PlainText.Of(message, withImages: false, subtitleLength: 0).Length;

    /// <summary>Writes the text; longer than the maximum only if <see cref="LeastLength"/> is.</summary>
    /// <param name="message">A message that breaks no rule.</param>
    /// <param name="maximum">The greatest length, in UTF-16 code units.</param>
    public static AgentlessText Write(Message message, int maximum)
    {
        var degradations = new List<string>(Kind(message));
        var text = PlainText.Of(message, withImages: true, int.MaxValue);
        if (text.Length <= maximum)
        {
            return new(text, degradations);
        }

        if (MessageCards.Of(message).Any(card => card.Image is not null))
        {
            degradations.Add(Degradation.ImageDropped);
            text = PlainText.Of(message, withImages: false, int.MaxValue);
        }

        if (text.Length > maximum && MessageCards.Of(message).Any(card => !string.IsNullOrWhiteSpace(card.Subtitle)))
        {
            degradations.Add(Degradation.TextShortened);
            text = Shortened(message, maximum);
        }

        return new(text, degradations);
    }

    private static string[] Kind(Message message) => message switch
    {
        Card => [Degradation.CardAsText],
        QuickReplies => [Degradation.QuickRepliesAsText],
        Carousel => [Degradation.CarouselAsText],
        _ => [],
    };

    // The greatest length that all subtitles may have; short ones stay whole.
    private static string Shortened(Message message, int maximum)
    {
        var (fits, tooLong) = (0, maximum + 1);
        while (tooLong - fits > 1)
        {
            var length = (fits + tooLong) / 2;
            (fits, tooLong) = PlainText.Of(message, withImages: false, length).Length <= maximum ? (length, tooLong) : (fits, length);
        }

        return PlainText.Of(message, withImages: false, fits);
    }
}
