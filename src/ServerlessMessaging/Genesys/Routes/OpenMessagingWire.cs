namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The body of a post to a channel.</summary>
internal sealed record OpenMessage(string Type, IReadOnlyList<OpenMessageContent> Content);

/// <summary>One item of content: a text or a card, by its type.</summary>
internal sealed record OpenMessageContent(string Type)
{
    public string? Text { get; init; }

    public string? CardType { get; init; }

    public string? Title { get; init; }

    public string? Subtitle { get; init; }

    public OpenMessageImage? Image { get; init; }

    public IReadOnlyList<OpenMessageAction>? Actions { get; init; }
}

/// <summary>A card's picture.</summary>
internal sealed record OpenMessageImage(string Url, string? AltText);

/// <summary>A card's button.</summary>
internal sealed record OpenMessageAction(string Type, string Title)
{
    public string? Payload { get; init; }

    public string? Url { get; init; }
}
