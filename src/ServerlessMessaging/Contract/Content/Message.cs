namespace ServerlessMessaging.Contract.Content;

/// <summary>What is said to a customer, whatever the route.</summary>
public abstract record Message;

/// <summary>A plain text.</summary>
/// <param name="Text">The text.</param>
public sealed record TextMessage(string Text) : Message;

/// <summary>A card with buttons: a message of its own, or one of a carousel's.</summary>
/// <param name="Title">The first, emphasised line.</param>
/// <param name="Subtitle">The line below, or null.</param>
/// <param name="Image">A picture, or null.</param>
/// <param name="Actions">The buttons, in order; may be empty.</param>
/// <param name="CardType">Always <c>basic</c> in a valid request.</param>
public sealed record Card(
    string Title,
    string? Subtitle,
    ImageReference? Image,
    IReadOnlyList<CardAction> Actions,
    string CardType = Card.BasicType) : Message
{
    /// <summary>The only card type there is.</summary>
    public const string BasicType = "basic";
}

/// <summary>A question with answers to tap.</summary>
/// <param name="Text">The question.</param>
/// <param name="Replies">The answers, in order.</param>
public sealed record QuickReplies(string Text, IReadOnlyList<QuickReply> Replies) : Message;

/// <summary>An answer to tap.</summary>
/// <param name="Text">What the customer reads.</param>
/// <param name="Value">What comes back.</param>
public sealed record QuickReply(string Text, string Value);

/// <summary>Cards side by side.</summary>
/// <param name="Cards">The cards, in order.</param>
public sealed record Carousel(IReadOnlyList<Card> Cards) : Message;

/// <summary>No message at all; the rules refuse it.</summary>
public sealed record NoMessage : Message;

/// <summary>A message of a type that does not exist; the rules refuse it.</summary>
/// <param name="Type">The type as the caller wrote it; empty where it is missing.</param>
public sealed record UnknownMessage(string Type) : Message;

/// <summary>A picture that the customer's client loads; it is never fetched here.</summary>
/// <param name="Url">An absolute https URL.</param>
/// <param name="AltText">What it shows, in words, or null.</param>
public sealed record ImageReference(string Url, string? AltText);
