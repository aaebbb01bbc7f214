using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys.Pacing;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The configured OAuth clients; each has an allowance of its own.</summary>
internal sealed class OAuthClients(IOptions<GenesysOptions> options, TimeProvider time, ILogger<Pacer> logger)
{
    // A client that is refused has the most room of all: it must not draw every call to itself.
    private static readonly TimeSpan Distrusted = TimeSpan.FromSeconds(30);

    private readonly OAuthClient[] _clients = [.. options.Value.Clients.Select((client, index) =>
        new OAuthClient($"Genesys:Clients:{index}", client.ClientId, client.SecretName, new Pacer(client.ClientId, time, logger)))];

    private readonly ConcurrentDictionary<OAuthClient, DateTimeOffset> _distrusted = new();

    /// <summary>The clients, that with the most room first; one whose access was at fault lately last.</summary>
    public IReadOnlyList<OAuthClient> ByRoom() => _clients.Length == 1 ? _clients :
    [
        .. _clients
            .Select(client => (Client: client, client.Pacer.Room))
            .OrderBy(item => _distrusted.TryGetValue(item.Client, out var until) && time.GetUtcNow() < until)
            .ThenBy(item => item.Room.Wait)
            .ThenByDescending(item => item.Room.Left)
            .Select(item => item.Client),
    ];

    /// <summary>Puts a client last for a while: its access is at fault.</summary>
    public void Distrust(OAuthClient client) => _distrusted[client] = time.GetUtcNow() + Distrusted;
}
