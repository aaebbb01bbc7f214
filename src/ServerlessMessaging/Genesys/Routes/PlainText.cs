namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A message in lines of text: options are numbered, links written out.</summary>
internal static class PlainText
{
    private const char Ellipsis = '…';

    /// <summary>Writes the message.</summary>
    /// <param name="message">A message that breaks no rule.</param>
    /// <param name="withImages">Whether pictures are written as their addresses.</param>
    /// <param name="subtitleLength">How long a subtitle may be; a longer one ends in an ellipsis.</param>
    public static string Of(Message message, bool withImages, int subtitleLength)
    {
        var number = 0;
        return message switch
        {
            TextMessage text => text.Text,
            QuickReplies replies => string.Join('\n', [replies.Text, .. replies.Replies.Select(reply => Option(reply.Text))]),
            Card or Carousel => string.Join("\n\n", MessageCards.Of(message).Select(card => string.Join('\n', Lines(card)))),
            _ => throw new UnreachableException("The rules let known messages through only."),
        };

        IEnumerable<string> Lines(Card card) =>
        [
            card.Title,
            .. Shortened(card.Subtitle, subtitleLength),
            .. Address(withImages ? card.Image : null),
            .. card.Actions.Select(action => action is OpenUrlAction link ? $"{link.Title}: {link.Url}" : Option(action.Title)),
        ];

        // Numbers go on over all cards, so that one names one option. A link needs none: it is no answer.
        string Option(string label) => $"{++number}. {label}";
    }

    private static string[] Address(ImageReference? image) => image switch
    {
        null => [],
        { AltText: { } words } when !string.IsNullOrWhiteSpace(words) => [$"{words}: {image.Url}"],
        _ => [image.Url],
    };

    private static string[] Shortened(string? subtitle, int length)
    {
        if (string.IsNullOrWhiteSpace(subtitle))
        {
            return [];
        }

        if (subtitle.Length <= length)
        {
            return [subtitle];
        }

        // Half a surrogate pair is no text.
        var end = Math.Max(length - 1, 0);
        var kept = subtitle[..(end > 0 && char.IsHighSurrogate(subtitle[end - 1]) ? end - 1 : end)].TrimEnd();
        return kept.Length > 0 ? [kept + Ellipsis] : [];
    }
}
