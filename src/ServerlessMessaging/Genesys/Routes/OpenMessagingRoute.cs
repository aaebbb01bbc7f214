namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route to a Genesys user's channel. It sends texts and basic cards; other messages become cards.</summary>
internal sealed class OpenMessagingRoute(IOptions<GenesysOptions> options) : IMessageRoute
{
    public SendRoute Kind => SendRoute.OpenMessaging;

    public string Scope => "openmessaging:send (the post to the channel)";

    public ProblemError? Check(Message message) => null;

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        ArgumentNullException.ThrowIfNull(channelId);
        var body = JsonSerializer.SerializeToUtf8Bytes(new OpenMessage("message", Content(message)), GenesysJson.Wire.OpenMessage);
        return new(PathOf(channelId), body, message switch
        {
            QuickReplies => ["quickReplies-as-card"],
            Carousel => ["carousel-as-cards"],
            _ => [],
        });
    }

    public PostResult Read(ReadOnlyMemory<byte> response) => PostResult.Accepted(response, "id");

    private static IReadOnlyList<OpenMessageContent> Content(Message message) => message switch
    {
        TextMessage text => [new OpenMessageContent("text", text.Text)],
        QuickReplies replies =>
        [
            new OpenMessageContent(
                "card",
                CardType: Contract.Card.BasicType,
                Title: replies.Text,
                Actions: [.. replies.Replies.Select(reply => new OpenMessageAction("postBack", reply.Text, reply.Value))]),
        ],
        _ => [.. message.AllCards.Select(Card)],
    };

    private static OpenMessageContent Card(Card card) => new(
        "card",
        CardType: card.CardType,
        Title: card.Title,
        Subtitle: card.Subtitle,
        Image: card.Image is { } image ? new(image.Url, image.AltText) : null,
        Actions: card.Actions.Count == 0 ? null : [.. card.Actions.Select(Action)]);

    private static OpenMessageAction Action(CardAction action) => action switch
    {
        PostBackAction postBack => new("postBack", postBack.Title, postBack.Payload),
        ImBackAction imBack => new("imBack", imBack.Title, imBack.Payload),
        OpenUrlAction openUrl => new("openUrl", openUrl.Title, Url: openUrl.Url),
        _ => throw new UnreachableException("The rules let known actions through only."),
    };

    // The colon after "user" is valid in a path; the untrusted rest is escaped.
    private string PathOf(string channelId) => options.Value.OpenMessagingPath.Replace(
        "{channelId}",
        Recipient.UserChannelPrefix + Uri.EscapeDataString(channelId[Recipient.UserChannelPrefix.Length..]),
        StringComparison.Ordinal);
}

/// <summary>The body of a post to a channel.</summary>
internal sealed record OpenMessage(string Type, IReadOnlyList<OpenMessageContent> Content);

internal sealed record OpenMessageContent(
    string Type,
    string? Text = null,
    string? CardType = null,
    string? Title = null,
    string? Subtitle = null,
    OpenMessageImage? Image = null,
    IReadOnlyList<OpenMessageAction>? Actions = null);

internal sealed record OpenMessageImage(string Url, string? AltText);

internal sealed record OpenMessageAction(string Type, string Title, string? Payload = null, string? Url = null);
