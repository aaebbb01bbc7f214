using ServerlessMessaging.Serialization;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route into a conversation of a messaging provider. A post carries a list of events and is answered by a list.</summary>
public sealed class MessagingEventsRoute(IOptions<GenesysOptions> genesys, IOptions<MessagingEventsOptions> options) : IMessageRoute
{
    /// <summary>The scope that a post needs.</summary>
    public const string PostScope = "messaging:send";

    private const string Button = "button";
    private const string Template = "template";

    public SendRoute Kind => SendRoute.MessagingEvents;

    public string Scope => PostScope;

    /// <summary>The path of a post, of one event or many.</summary>
    public string Path => genesys.Value.MessagingEventsPath;

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var rendered = RenderEvent(message, to);
        return new(Path, EventBatches.Join([rendered]), rendered.Degradations);
    }

    /// <summary>Renders one event, for a post of several.</summary>
    /// <param name="message">A message that breaks no rule.</param>
    /// <param name="to">A conversation.</param>
    public RenderedEvent RenderEvent(Message message, Recipient to)
    {
        var conversation = to.Conversation!;
        var body = new MessagingEvent("send", Content(message), new(conversation.Id, conversation.ChannelId, conversation.ProviderId));
        return new(JsonSerializer.SerializeToUtf8Bytes(body, JsonContracts.Wire.MessagingEvent), [.. Degradations(message)]);
    }

    public PostResult Read(ReadOnlyMemory<byte> answer) => EventResults.Read(answer, 1)[0];

    private static IEnumerable<string> Degradations(Message message)
    {
        if (MessageCards.HaveImBack(message))
        {
            yield return Degradation.ImBackAsButton;
        }

        if (MessageCards.HaveAltText(message))
        {
            yield return Degradation.AltTextDropped;
        }
    }

    private MessagingContent Content(Message message) => message switch
    {
        TextMessage text => Text(text.Text),
        QuickReplies replies => new(Template)
        {
            TemplateType = "quick_reply",
            Content = [Text(replies.Text)],
            Buttons = [.. replies.Replies.Select(reply => new MessagingButton(Button, reply.Text) { Value = reply.Value })],
        },
        Card => new(Template) { TemplateType = "generic", Cards = Cards(message) },
        Carousel => new(Template) { TemplateType = "carousel", Cards = Cards(message) },
        _ => throw new UnreachableException("The rules let known messages through only."),
    };

    private static MessagingContent Text(string text) => new("text") { Text = text };

    private IReadOnlyList<MessagingCard> Cards(Message message) => [.. MessageCards.Of(message).Select(card => new MessagingCard("card", card.Title)
    {
        Subtitle = card.Subtitle,
        Image = card.Image is { } image ? new(image.Url) : null,
        Buttons = card.Actions.Count == 0 ? null : [.. card.Actions.Select(Action)],
    })];

    private MessagingButton Action(CardAction action) => action switch
    {
        PostBackAction postBack => new(Button, postBack.Title) { Value = postBack.Payload },
        ImBackAction imBack => new(Button, imBack.Title) { Value = imBack.Payload },
        OpenUrlAction openUrl => new(options.Value.UrlButtonType == UrlButtonType.Url ? "url" : Button, openUrl.Title) { Url = openUrl.Url },
        _ => throw new UnreachableException("The rules let known actions through only."),
    };
}
