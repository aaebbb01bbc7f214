namespace ServerlessMessaging.Contract.Content;

/// <summary>A button of a card.</summary>
/// <param name="Title">The label.</param>
public abstract record CardAction(string Title);

/// <summary>A button whose payload comes back to the bot flow, unseen by the customer.</summary>
/// <param name="Title">The label.</param>
/// <param name="Payload">What comes back; JSON of the request is kept as its compact text.</param>
public sealed record PostBackAction(string Title, string Payload) : CardAction(Title);

/// <summary>A button that says something in the customer's name.</summary>
/// <param name="Title">The label.</param>
/// <param name="Payload">The text shown in the customer's bubble and sent.</param>
public sealed record ImBackAction(string Title, string Payload) : CardAction(Title);

/// <summary>A button that opens a page; nothing comes back.</summary>
/// <param name="Title">The label.</param>
/// <param name="Url">An absolute https URL.</param>
public sealed record OpenUrlAction(string Title, string Url) : CardAction(Title);

/// <summary>An action of a type that does not exist; the rules refuse it.</summary>
/// <param name="Title">The label.</param>
/// <param name="Type">The type as the caller wrote it; empty where it is missing.</param>
public sealed record UnknownAction(string Title, string Type) : CardAction(Title);
