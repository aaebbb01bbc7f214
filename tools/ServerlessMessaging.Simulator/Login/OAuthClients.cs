namespace ServerlessMessaging.Simulator.Login;

/// <summary>The clients of the organisation; the control API adds and changes them.</summary>
internal sealed class OAuthClients
{
    private readonly Dictionary<string, OAuthClient> _clients = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public OAuthClients(TimeSpan tokenLifetime) =>
        Set(new(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, Scopes.All, tokenLifetime));

    public OAuthClient? Find(string id)
    {
        lock (_lock)
        {
            return _clients.GetValueOrDefault(id);
        }
    }

    public void Set(OAuthClient client)
    {
        lock (_lock)
        {
            _clients[client.Id] = client;
        }
    }
}
