namespace ServerlessMessaging.Genesys.Routes;

/// <summary>One event of a post to messaging events.</summary>
internal sealed record MessagingEvent(string Type, MessagingContent Content, ExternalConversation ExternalConversationReference);

/// <summary>The conversation that an event belongs to.</summary>
internal sealed record ExternalConversation(string Id, string ChannelId, string ProviderId);

/// <summary>A text or a template, by its type.</summary>
internal sealed record MessagingContent(string Type)
{
    public string? TemplateType { get; init; }

    public string? Text { get; init; }

    public IReadOnlyList<MessagingContent>? Content { get; init; }

    public IReadOnlyList<MessagingButton>? Buttons { get; init; }

    public IReadOnlyList<MessagingCard>? Cards { get; init; }
}

/// <summary>A template's card.</summary>
internal sealed record MessagingCard(string Type, string Title)
{
    public string? Subtitle { get; init; }

    public MessagingImage? Image { get; init; }

    public IReadOnlyList<MessagingButton>? Buttons { get; init; }
}

/// <summary>A card's picture.</summary>
internal sealed record MessagingImage(string Url);

/// <summary>A button, or a link by its type.</summary>
internal sealed record MessagingButton(string Type, string Text)
{
    public string? Value { get; init; }

    public string? Url { get; init; }
}
