namespace ServerlessMessaging.Genesys.Routes;

/// <summary>What a route could not show as it was asked, by the names that callers read.</summary>
internal static class Degradation
{
    /// <summary>openMessaging: one card, a button per reply.</summary>
    public const string QuickRepliesAsCard = "quickReplies-as-card";

    /// <summary>openMessaging: the cards one after the other.</summary>
    public const string CarouselAsCards = "carousel-as-cards";

    /// <summary>messagingEvents: the text comes back unseen, like a payload.</summary>
    public const string ImBackAsButton = "imBack-as-button";

    /// <summary>botSession: the text comes back unseen, like a payload.</summary>
    public const string ImBackAsPostBack = "imBack-as-postBack";

    /// <summary>messagingEvents and botSession: the picture without its words.</summary>
    public const string AltTextDropped = "altText-dropped";

    /// <summary>botSession: a button that repeats another's text and payload got a number.</summary>
    public const string LabelNumbered = "label-numbered";

    /// <summary>agentless: lines of text with numbered options; payloads stay behind.</summary>
    public const string CardAsText = "card-as-text";

    /// <summary>agentless: the question with numbered answers; values stay behind.</summary>
    public const string QuickRepliesAsText = "quickReplies-as-text";

    /// <summary>agentless: one card after the other, options numbered throughout.</summary>
    public const string CarouselAsText = "carousel-as-text";

    /// <summary>agentless: no room for the addresses of pictures.</summary>
    public const string ImageDropped = "image-dropped";

    /// <summary>agentless: subtitles end in an ellipsis, or are gone, so that every option has room.</summary>
    public const string TextShortened = "text-shortened";
}
