namespace ServerlessMessaging.Genesys.Routes;

/// <summary>A message in a route's wire format.</summary>
/// <param name="Path">The path below the API's address.</param>
/// <param name="Body">The JSON to post.</param>
/// <param name="Degradations">What the route could not show as it was asked; empty where it could.</param>
public sealed record RenderedMessage(string Path, byte[] Body, IReadOnlyList<string> Degradations);
