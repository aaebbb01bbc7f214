using System.Buffers.Text;
using System.Security.Cryptography;

namespace ServerlessMessaging.Simulator.Login;

/// <summary>The issued tokens; expired ones are kept, so that the refusal can name the reason.</summary>
internal sealed class AccessTokens(TimeProvider timeProvider)
{
    private const int Capacity = 10_000;

    private readonly Dictionary<string, AccessToken> _tokens = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();
    private readonly Lock _lock = new();

    public AccessToken Issue(OAuthClient client)
    {
        var value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        var token = new AccessToken(value, client.Id, client.Scopes, timeProvider.GetUtcNow() + client.TokenLifetime);
        lock (_lock)
        {
            if (_oldestFirst.Count == Capacity)
            {
                _tokens.Remove(_oldestFirst.Dequeue());
            }

            _oldestFirst.Enqueue(value);
            _tokens.Add(value, token);
        }

        return token;
    }

    public AccessToken? Find(string value)
    {
        lock (_lock)
        {
            return _tokens.GetValueOrDefault(value);
        }
    }

    public bool IsExpired(AccessToken token) => timeProvider.GetUtcNow() >= token.ExpiresAt;

    public void RevokeAll(string clientId)
    {
        lock (_lock)
        {
            foreach (var value in _tokens.Values.Where(token => token.ClientId == clientId).Select(token => token.Value).ToList())
            {
                _tokens.Remove(value);
            }
        }
    }
}
