namespace ServerlessMessaging.Contract;

/// <summary>The content for a customer, on any route.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(TextMessage), MessageTypes.Text)]
[JsonDerivedType(typeof(Card), MessageTypes.Card)]
[JsonDerivedType(typeof(QuickReplies), MessageTypes.QuickReplies)]
[JsonDerivedType(typeof(Carousel), MessageTypes.Carousel)]
public abstract record Message
{
    /// <summary>The cards in it, in order.</summary>
    internal virtual IReadOnlyList<Card> AllCards => [];
}

/// <summary>The types of messages by their names in a request.</summary>
internal static class MessageTypes
{
    public const string Text = "text";
    public const string Card = "card";
    public const string QuickReplies = "quickReplies";
    public const string Carousel = "carousel";

    public static IReadOnlyList<string> All { get; } = [Text, Card, QuickReplies, Carousel];
}

/// <summary>A plain text.</summary>
public sealed record TextMessage(string Text) : Message;

/// <summary>A card with buttons: a message, or a part of a carousel.</summary>
/// <param name="Title">The first, emphasised line.</param>
/// <param name="Subtitle">The line below, or null.</param>
/// <param name="Image">A picture, or null.</param>
/// <param name="Actions">The buttons, in order; may be empty.</param>
/// <param name="CardType">Always <c>basic</c> in a valid request, so that it is not written.</param>
public sealed record Card(
    string Title,
    string? Subtitle,
    ImageReference? Image,
    IReadOnlyList<CardAction> Actions,
    [property: JsonIgnore] string CardType = Card.BasicType) : Message
{
    /// <summary>The only card type.</summary>
    public const string BasicType = "basic";

    internal override IReadOnlyList<Card> AllCards => [this];
}

/// <summary>A question with options to tap.</summary>
public sealed record QuickReplies(string Text, IReadOnlyList<QuickReply> Replies) : Message;

/// <summary>An option to tap: what the customer reads, and the value that the bot flow gets.</summary>
public sealed record QuickReply(string Text, string Value);

/// <summary>Cards side by side.</summary>
public sealed record Carousel(IReadOnlyList<Card> Cards) : Message
{
    internal override IReadOnlyList<Card> AllCards => Cards;
}

/// <summary>A missing message; the rules refuse it.</summary>
public sealed record NoMessage : Message;

/// <summary>A message of a type that does not exist; the rules refuse it. The type is empty where it is missing.</summary>
public sealed record UnknownMessage(string Type) : Message;

/// <summary>A picture that the customer's client loads from an absolute https URL; it is never fetched here.</summary>
public sealed record ImageReference(string Url, string? AltText);

/// <summary>A button of a card, with its label.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(PostBackAction), "postBack")]
[JsonDerivedType(typeof(ImBackAction), "imBack")]
[JsonDerivedType(typeof(OpenUrlAction), "openUrl")]
public abstract record CardAction([property: JsonPropertyOrder(-1)] string Title);

/// <summary>A button whose payload is sent to the bot flow, invisible to the customer. JSON in a request is kept as its compact text.</summary>
public sealed record PostBackAction(string Title, string Payload) : CardAction(Title);

/// <summary>A button that sends its payload as a text of the customer.</summary>
public sealed record ImBackAction(string Title, string Payload) : CardAction(Title);

/// <summary>A button that opens a page at an absolute https URL; it sends nothing to the bot flow.</summary>
public sealed record OpenUrlAction(string Title, string Url) : CardAction(Title);

/// <summary>An action of a type that does not exist; the rules refuse it. The type is empty where it is missing.</summary>
public sealed record UnknownAction(string Title, string Type) : CardAction(Title);
