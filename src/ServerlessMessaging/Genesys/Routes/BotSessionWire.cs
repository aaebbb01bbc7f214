namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The body of a bot's post into its session.</summary>
internal sealed record BotMessages(
    string BotId,
    string BotVersion,
    string BotSessionId,
    string BotState,
    string LanguageCode,
    IReadOnlyList<BotReply> ReplyMessages);

/// <summary>What the bot says.</summary>
internal sealed record BotReply(string Type)
{
    public string? Text { get; init; }

    public IReadOnlyList<BotContent>? Content { get; init; }
}

/// <summary>One item of structure, by its type.</summary>
internal sealed record BotContent(string ContentType)
{
    public BotQuickReply? QuickReply { get; init; }

    public BotCard? Card { get; init; }

    public BotCarousel? Carousel { get; init; }
}

/// <summary>An answer to tap.</summary>
internal sealed record BotQuickReply(string Text, string Payload, string Action);

/// <summary>A card; its actions are required, even if there are none.</summary>
internal sealed record BotCard(string Title)
{
    public string? Description { get; init; }

    public string? Image { get; init; }

    public required IReadOnlyList<BotAction> Actions { get; init; }
}

/// <summary>Cards side by side.</summary>
internal sealed record BotCarousel(IReadOnlyList<BotCard> Cards);

/// <summary>A card's button: <c>Postback</c> or <c>Link</c>.</summary>
internal sealed record BotAction(string Type, string Text)
{
    public string? Payload { get; init; }

    public string? Url { get; init; }
}
