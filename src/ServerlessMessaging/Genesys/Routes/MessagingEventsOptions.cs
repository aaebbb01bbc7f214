namespace ServerlessMessaging.Genesys.Routes;

/// <summary>How the route messagingEvents writes what its sources write in two ways.</summary>
public sealed class MessagingEventsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "MessagingEvents";

    /// <summary>The type of a button that opens a page. Default <c>url</c>; <c>button</c> is what the tutorial's code writes.</summary>
    [EnumDataType(typeof(UrlButtonType))]
    public UrlButtonType UrlButtonType { get; set; } = UrlButtonType.Url;
}

/// <summary>The types of a button that opens a page.</summary>
public enum UrlButtonType
{
    /// <summary><c>{"type":"url","text","url"}</c>.</summary>
    Url,

    /// <summary><c>{"type":"button","text","url"}</c>.</summary>
    Button,
}
