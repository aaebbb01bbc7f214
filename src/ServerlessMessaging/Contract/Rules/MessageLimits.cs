namespace ServerlessMessaging.Contract.Rules;

/// <summary>The limits of a route or provider. Lengths are counted in UTF-16 code units.</summary>
public sealed record MessageLimits
{
    /// <summary>The text of a message, a card's subtitle and an imBack's text.</summary>
    [Range(1, 100_000)]
    public int TextLength { get; set; } = 2000;

    /// <summary>The question of quick replies; by default 200 on openMessaging, where it becomes a card's title.</summary>
    [Range(1, 100_000)]
    public int QuickRepliesTextLength { get; set; } = 2000;

    /// <summary>A card's title and an image's alternative text.</summary>
    [Range(1, 100_000)]
    public int TitleLength { get; set; } = 200;

    /// <summary>The label of a button or quick reply.</summary>
    [Range(1, 100_000)]
    public int LabelLength { get; set; } = 80;

    /// <summary>A postBack's payload and a quick reply's value, before JSON escaping.</summary>
    [Range(1, 100_000)]
    public int PayloadLength { get; set; } = 2048;

    /// <summary>A URL.</summary>
    [Range(1, 100_000)]
    public int UrlLength { get; set; } = 2048;

    /// <summary>The buttons of one card.</summary>
    [Range(1, 1000)]
    public int Actions { get; set; } = 3;

    /// <summary>The quick replies of one message; by default 3 on openMessaging and on the provider <c>messenger</c>.</summary>
    [Range(1, 1000)]
    public int QuickReplies { get; set; } = 13;

    /// <summary>The cards of one carousel.</summary>
    [Range(1, 1000)]
    public int Cards { get; set; } = 10;

    /// <summary>The types of messages that fit; all where it is empty.</summary>
    public IList<string> MessageTypes { get; } = [];
}
