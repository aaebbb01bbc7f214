namespace ServerlessMessaging.Simulator.Login;

/// <summary>An OAuth client, allowed to use the client credentials grant.</summary>
internal sealed record OAuthClient(string Id, string Secret, IReadOnlyList<string> Scopes, TimeSpan TokenLifetime)
{
    public string OrganizationId { get; init; } = DevelopmentValues.OrganizationId;
}
