using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A message as lines of text: options are numbered, links written out. Where it is too long, images go first, then the ends of subtitles.</summary>
internal static class AgentlessText
{
    /// <summary>The length of the text without its optional parts, in UTF-16 code units.</summary>
    public static int MinLength(Message message) => Write(message, withImages: false, maxSubtitle: 0).Length;

    /// <summary>Writes the text, longer than the maximum of UTF-16 code units only if <see cref="MinLength"/> is, and the degradations.</summary>
    public static (string Text, IReadOnlyList<string> Degradations) Write(Message message, int maxLength)
    {
        List<string> degradations = message switch
        {
            Card => ["card-as-text"],
            QuickReplies => ["quickReplies-as-text"],
            Carousel => ["carousel-as-text"],
            _ => [],
        };
        var cards = message.AllCards;
        var text = Write(message, withImages: true, int.MaxValue);
        if (text.Length > maxLength && cards.Any(card => card.Image is not null))
        {
            degradations.Add("image-dropped");
            text = Write(message, withImages: false, int.MaxValue);
        }

        if (text.Length > maxLength && cards.Any(card => !RequestRules.IsBlank(card.Subtitle)))
        {
            degradations.Add("text-shortened");
            text = Shortened(message, maxLength);
        }

        return (text, degradations);
    }

    // The greatest length that all subtitles may have; short ones stay whole.
    private static string Shortened(Message message, int maxLength)
    {
        var (fits, tooLong) = (0, maxLength + 1);
        while (tooLong - fits > 1)
        {
            var length = (fits + tooLong) / 2;
            (fits, tooLong) = Write(message, withImages: false, length).Length <= maxLength ? (length, tooLong) : (fits, length);
        }

        return Write(message, withImages: false, fits);
    }

    private static string Write(Message message, bool withImages, int maxSubtitle)
    {
        var number = 0;
        return message switch
        {
            TextMessage text => text.Text,
            QuickReplies replies => string.Join('\n', [replies.Text, .. replies.Replies.Select(reply => Option(reply.Text))]),
            _ => string.Join("\n\n", message.AllCards.Select(card => string.Join('\n', Lines(card).OfType<string>()))),
        };

        IEnumerable<string?> Lines(Card card) =>
        [
            card.Title,
            Subtitle(card.Subtitle, maxSubtitle),
            withImages && card.Image is { } image ? RequestRules.IsBlank(image.AltText) ? image.Url : $"{image.AltText}: {image.Url}" : null,
            .. card.Actions.Select(action => action is OpenUrlAction link ? $"{link.Title}: {link.Url}" : Option(action.Title)),
        ];

        // Options are numbered across all cards, so that a number is unique. A link is not an option.
        string Option(string label) => $"{++number}. {label}";
    }

    private static string? Subtitle(string? subtitle, int maxLength)
    {
        if (subtitle is null || RequestRules.IsBlank(subtitle))
        {
            return null;
        }

        if (subtitle.Length <= maxLength)
        {
            return subtitle;
        }

        // A surrogate pair must not be split.
        var end = Math.Max(maxLength - 1, 0);
        var kept = subtitle[..(end > 0 && char.IsHighSurrogate(subtitle[end - 1]) ? end - 1 : end)].TrimEnd();
        return kept.Length > 0 ? kept + '…' : null;
    }
}
