namespace ServerlessMessaging.Genesys.Routes;

/// <summary>One event of the route messagingEvents; a post carries a list of them.</summary>
/// <param name="Body">The event's JSON, without the list.</param>
/// <param name="Degradations">What the route could not show as it was asked; empty where it could.</param>
public sealed record RenderedEvent(byte[] Body, IReadOnlyList<string> Degradations);
