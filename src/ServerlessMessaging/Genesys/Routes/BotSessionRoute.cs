using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route of a bot into its live session: quick replies, cards and carousels as the public platform has them.</summary>
internal sealed class BotSessionRoute(IOptions<GenesysOptions> options) : IMessageRoute
{
    private const string Structured = "Structured";

    public SendRoute Kind => SendRoute.BotSession;

    public string Scope => "integration:botconnector:send";

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var session = to.BotSession!;
        var labels = new DistinctLabels();

        // The session goes on: only its bot ends it.
        var body = new BotMessages(session.BotId, session.BotVersion, session.BotSessionId, "MoreData", session.LanguageCode, [Reply(message, labels)]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, JsonContracts.Wire.BotMessages);
        return new(options.Value.BotSessionPath, bytes, [.. Degradations(message, labels)]);
    }

    public PostResult Read(ReadOnlyMemory<byte> answer) => PostResult.Accepted(answer, "messageId");

    private static IEnumerable<string> Degradations(Message message, DistinctLabels labels)
    {
        if (MessageCards.HaveImBack(message))
        {
            yield return Degradation.ImBackAsPostBack;
        }

        if (MessageCards.HaveAltText(message))
        {
            yield return Degradation.AltTextDropped;
        }

        if (labels.Numbered)
        {
            yield return Degradation.LabelNumbered;
        }
    }

    private static BotReply Reply(Message message, DistinctLabels labels) => message switch
    {
        TextMessage text => new("Text") { Text = text.Text },
        QuickReplies replies => new(Structured) { Text = replies.Text, Content = [.. replies.Replies.Select(Content)] },
        Card card => new(Structured) { Content = [new("Card") { Card = Card(card, labels) }] },
        Carousel carousel => new(Structured) { Content = [new("Carousel") { Carousel = new([.. carousel.Cards.Select(card => Card(card, labels))]) }] },
        _ => throw new UnreachableException("The rules let known messages through only."),
    };

    private static BotContent Content(QuickReply reply) => new("QuickReply") { QuickReply = new(reply.Text, reply.Value, "Message") };

    private static BotCard Card(Card card, DistinctLabels labels) => new(card.Title)
    {
        Description = card.Subtitle,
        Image = card.Image?.Url,
        Actions = [.. card.Actions.Select(action => labels.Distinguish(Action(action)))],
    };

    private static BotAction Action(CardAction action) => action switch
    {
        PostBackAction postBack => new("Postback", postBack.Title) { Payload = postBack.Payload },
        ImBackAction imBack => new("Postback", imBack.Title) { Payload = imBack.Payload },
        OpenUrlAction openUrl => new("Link", openUrl.Title) { Url = openUrl.Url },
        _ => throw new UnreachableException("The rules let known actions through only."),
    };
}
