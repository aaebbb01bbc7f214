using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route to a Genesys user's channel. Knows texts and basic cards; what else there is becomes cards.</summary>
internal sealed class OpenMessagingRoute(IOptions<GenesysOptions> options) : IMessageRoute
{
    public SendRoute Kind => SendRoute.OpenMessaging;

    public string Scope => "openmessaging:send (the post to the channel)";

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        ArgumentNullException.ThrowIfNull(channelId);
        var body = new OpenMessage("message", Content(message));
        return new(PathOf(channelId), JsonSerializer.SerializeToUtf8Bytes(body, JsonContracts.Wire.OpenMessage), Degradations(message));
    }

    public PostResult Read(ReadOnlyMemory<byte> answer) => PostResult.Accepted(answer, "id");

    private static IReadOnlyList<OpenMessageContent> Content(Message message) => message switch
    {
        TextMessage text => [new OpenMessageContent("text") { Text = text.Text }],
        Card card => [Card(card)],
        QuickReplies replies => [Card(replies)],
        Carousel carousel => [.. carousel.Cards.Select(Card)],
        _ => throw new UnreachableException("The rules let known messages through only."),
    };

    private static IReadOnlyList<string> Degradations(Message message) => message switch
    {
        QuickReplies => [Degradation.QuickRepliesAsCard],
        Carousel => [Degradation.CarouselAsCards],
        _ => [],
    };

    private static OpenMessageContent Card(Card card) => new("card")
    {
        CardType = card.CardType,
        Title = card.Title,
        Subtitle = card.Subtitle,
        Image = card.Image is { } image ? new(image.Url, image.AltText) : null,
        Actions = card.Actions.Count == 0 ? null : [.. card.Actions.Select(Action)],
    };

    private static OpenMessageContent Card(QuickReplies message) => new("card")
    {
        CardType = Contract.Card.BasicType,
        Title = message.Text,
        Actions = [.. message.Replies.Select(reply => new OpenMessageAction("postBack", reply.Text) { Payload = reply.Value })],
    };

    private static OpenMessageAction Action(CardAction action) => action switch
    {
        PostBackAction postBack => new("postBack", postBack.Title) { Payload = postBack.Payload },
        ImBackAction imBack => new("imBack", imBack.Title) { Payload = imBack.Payload },
        OpenUrlAction openUrl => new("openUrl", openUrl.Title) { Url = openUrl.Url },
        _ => throw new UnreachableException("The rules let known actions through only."),
    };

    // The colon after "user" is a legal part of a path; what follows it comes from outside.
    private string PathOf(string channelId) => options.Value.OpenMessagingPath.Replace(
        "{channelId}",
        Recipient.UserChannelPrefix + Uri.EscapeDataString(channelId[Recipient.UserChannelPrefix.Length..]),
        StringComparison.Ordinal);
}
