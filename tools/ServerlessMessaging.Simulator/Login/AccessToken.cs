namespace ServerlessMessaging.Simulator.Login;

/// <summary>A token, with the scopes of its client at the time of issue.</summary>
internal sealed record AccessToken(string Value, string ClientId, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt);
