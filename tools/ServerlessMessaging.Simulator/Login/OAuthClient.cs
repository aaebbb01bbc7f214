namespace ServerlessMessaging.Simulator.Login;

/// <summary>An OAuth client of the organisation, allowed to use the client credentials grant.</summary>
internal sealed record OAuthClient(string Id, string Secret, IReadOnlyList<string> Scopes, TimeSpan TokenLifetime);
