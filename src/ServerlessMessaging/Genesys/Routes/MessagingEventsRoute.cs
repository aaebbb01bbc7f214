namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The route into a conversation of a messaging provider. A post has a list of events, and so has its response.</summary>
public sealed class MessagingEventsRoute(IOptions<GenesysOptions> genesys, IOptions<MessagingEventsOptions> options) : IMessageRoute
{
    /// <summary>The scope that a post needs.</summary>
    public const string PostScope = "messaging:send";

    private const string Button = "button";
    private const string Template = "template";

    public SendRoute Kind => SendRoute.MessagingEvents;

    public string Scope => PostScope;

    public ProblemError? Check(Message message) => null;

    /// <summary>The path of a post, of one event or many.</summary>
    public string Path => genesys.Value.MessagingEventsPath;

    public RenderedMessage Render(Message message, Recipient to, string? channelId)
    {
        var rendered = RenderEvent(message, to);
        return new(Path, EventBatches.Join([rendered]), rendered.Degradations);
    }

    /// <summary>Renders one event, for a post of several.</summary>
    public RenderedEvent RenderEvent(Message message, Recipient to)
    {
        var conversation = to.Conversation!;
        var body = new MessagingEvent("send", Content(message), new(conversation.Id, conversation.ChannelId, conversation.ProviderId));
        return new(JsonSerializer.SerializeToUtf8Bytes(body, GenesysJson.Wire.MessagingEvent), [.. CardDegradations.Describe(message, "imBack-as-button")]);
    }

    public PostResult Read(ReadOnlyMemory<byte> response) => EventResults.Read(response, 1)[0];

    private MessagingContent Content(Message message) => message switch
    {
        TextMessage text => Text(text.Text),
        QuickReplies replies => new(
            Template,
            "quick_reply",
            Content: [Text(replies.Text)],
            Buttons: [.. replies.Replies.Select(reply => new MessagingButton(Button, reply.Text, reply.Value))]),
        _ => new(Template, message is Carousel ? "carousel" : "generic", Cards: [.. message.AllCards.Select(Card)]),
    };

    private static MessagingContent Text(string text) => new("text", Text: text);

    private MessagingCard Card(Card card) => new(
        "card",
        card.Title,
        card.Subtitle,
        card.Image is { } image ? new(image.Url) : null,
        card.Actions.Count == 0 ? null : [.. card.Actions.Select(Action)]);

    private MessagingButton Action(CardAction action) => action switch
    {
        PostBackAction postBack => new(Button, postBack.Title, postBack.Payload),
        ImBackAction imBack => new(Button, imBack.Title, imBack.Payload),
        OpenUrlAction openUrl => new(options.Value.UrlButtonType == UrlButtonType.Url ? "url" : Button, openUrl.Title, Url: openUrl.Url),
        _ => throw new UnreachableException("The rules let known actions through only."),
    };
}

/// <summary>One event of a post to messaging events.</summary>
internal sealed record MessagingEvent(string Type, MessagingContent Content, ExternalConversation ExternalConversationReference);

internal sealed record ExternalConversation(string Id, string ChannelId, string ProviderId);

internal sealed record MessagingContent(
    string Type,
    string? TemplateType = null,
    string? Text = null,
    IReadOnlyList<MessagingContent>? Content = null,
    IReadOnlyList<MessagingButton>? Buttons = null,
    IReadOnlyList<MessagingCard>? Cards = null);

internal sealed record MessagingCard(string Type, string Title, string? Subtitle, MessagingImage? Image, IReadOnlyList<MessagingButton>? Buttons);

internal sealed record MessagingImage(string Url);

internal sealed record MessagingButton(string Type, string Text, string? Value = null, string? Url = null);
