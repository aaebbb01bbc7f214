namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route of a bot into its live session: quick replies, cards and carousels of the public platform.</summary>
internal sealed class BotSessionRoute(IOptions<GenesysOptions> options) : IMessageRoute
{
    private const string Structured = "Structured";

    public SendRoute Kind => SendRoute.BotSession;

    public string Scope => "integration:botconnector:send";

    public ProblemError? Check(Message message) => null;

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var session = to.BotSession!;
        var labels = new DistinctLabels();

        // MoreData keeps the session open; only the bot ends it.
        var body = new BotMessages(session.BotId, session.BotVersion, session.BotSessionId, "MoreData", session.LanguageCode, [Reply(message, labels)]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, GenesysJson.Wire.BotMessages);
        string[] numbered = labels.AreNumbered ? ["label-numbered"] : [];
        return new(options.Value.BotSessionPath, bytes, [.. CardDegradations.Describe(message, "imBack-as-postBack"), .. numbered]);
    }

    public PostResult Read(ReadOnlyMemory<byte> response) => PostResult.Accepted(response, "messageId");

    private static BotReply Reply(Message message, DistinctLabels labels) => message switch
    {
        TextMessage text => new("Text", text.Text),
        QuickReplies replies => new(Structured, replies.Text, [.. replies.Replies.Select(Content)]),
        Carousel carousel => new(Structured, null, [new("Carousel", Carousel: new([.. carousel.Cards.Select(card => Card(card, labels))]))]),
        Card card => new(Structured, null, [new("Card", Card: Card(card, labels))]),
        _ => throw new UnreachableException("The rules let known messages through only."),
    };

    private static BotContent Content(QuickReply reply) => new("QuickReply", new(reply.Text, reply.Value, "Message"));

    private static BotCard Card(Card card, DistinctLabels labels) => new(
        card.Title, card.Subtitle, card.Image?.Url, [.. card.Actions.Select(action => labels.Distinguish(Action(action)))]);

    private static BotAction Action(CardAction action) => action switch
    {
        PostBackAction postBack => new("Postback", postBack.Title, postBack.Payload),
        ImBackAction imBack => new("Postback", imBack.Title, imBack.Payload),
        OpenUrlAction openUrl => new("Link", openUrl.Title, Url: openUrl.Url),
        _ => throw new UnreachableException("The rules let known actions through only."),
    };

    // Genesys distinguishes the buttons of a card or carousel by text and payload together and refuses repetitions.
    // A repeated one gets a number in its text, because payloads must not change.
    private sealed class DistinctLabels
    {
        private readonly HashSet<(string? Payload, string Text)> _taken = [];

        public bool AreNumbered { get; private set; }

        public BotAction Distinguish(BotAction action)
        {
            var text = action.Text;
            for (var number = 2; !_taken.Add((action.Payload, text)); number++)
            {
                text = $"{action.Text} ({number})";
                AreNumbered = true;
            }

            return action with { Text = text };
        }
    }
}

/// <summary>The body of a bot's post into its session.</summary>
internal sealed record BotMessages(
    string BotId, string BotVersion, string BotSessionId, string BotState, string LanguageCode, IReadOnlyList<BotReply> ReplyMessages);

internal sealed record BotReply(string Type, string? Text, IReadOnlyList<BotContent>? Content = null);

internal sealed record BotContent(string ContentType, BotQuickReply? QuickReply = null, BotCard? Card = null, BotCarousel? Carousel = null);

internal sealed record BotQuickReply(string Text, string Payload, string Action);

/// <summary>A card; its actions are required, even if there are none.</summary>
internal sealed record BotCard(string Title, string? Description, string? Image, IReadOnlyList<BotAction> Actions);

internal sealed record BotCarousel(IReadOnlyList<BotCard> Cards);

internal sealed record BotAction(string Type, string Text, string? Payload = null, string? Url = null);
