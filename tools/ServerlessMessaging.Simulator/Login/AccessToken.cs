namespace ServerlessMessaging.Simulator.Login;

/// <summary>A token carries the scopes that its client had when it was issued.</summary>
internal sealed record AccessToken(string Value, string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
