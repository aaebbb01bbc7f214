using System.Collections.Concurrent;
using ServerlessMessaging.Genesys.Pacing;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>The configured OAuth clients; each has an allowance of its own.</summary>
public sealed partial class OAuthClients
{
    // A client that is refused has the most room of all: it must not draw every call to itself.
    private static readonly TimeSpan Distrusted = TimeSpan.FromSeconds(30);

    private readonly OAuthClient[] _clients;
    private readonly ConcurrentDictionary<OAuthClient, DateTimeOffset> _distrusted = new();
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public OAuthClients(IOptions<GenesysOptions> options, TimeProvider time, ILogger<Pacer> pacing, ILogger<OAuthClients> logger)
    {
        (_time, _logger) = (time, logger);
        _clients = [.. options.Value.Clients.Select((client, index) =>
            new OAuthClient($"Genesys:Clients:{index}", client.ClientId, client.SecretName, new Pacer(client.ClientId, time, pacing)))];
    }

    /// <summary>The clients whose access was at fault lately while another's was not.</summary>
    public IReadOnlyList<OAuthClient> AtFault => [.. _clients.Where(IsDistrusted)];

    /// <summary>The clients, that with the most room first; one that could not be used lately last.</summary>
    public IReadOnlyList<OAuthClient> ByRoom() => _clients.Length == 1 ? _clients :
    [
        .. _clients
            .Select(client => (Client: client, client.Pacer.Room))
            .OrderBy(item => IsDistrusted(item.Client))
            .ThenBy(item => item.Room.Wait)
            .ThenByDescending(item => item.Room.Left)
            .Select(item => item.Client),
    ];

    /// <summary>Puts a client last for a while: it could not be used.</summary>
    /// <param name="client">The client.</param>
    /// <param name="code">Why, as a documented code.</param>
    public void Distrust(OAuthClient client, string code)
    {
        _distrusted[client] = _time.GetUtcNow() + Distrusted;
        Log.PassedOver(_logger, client.ClientId, client.Setting, code);
    }

    private bool IsDistrusted(OAuthClient client) => _distrusted.TryGetValue(client, out var until) && _time.GetUtcNow() < until;

    private static partial class Log
    {
        [LoggerMessage(EventIds.ClientPassedOver, LogLevel.Error, "OAuth client {ClientId} ({Setting}) cannot be used: {Code}. Another one makes its calls for a while")]
        public static partial void PassedOver(ILogger logger, string clientId, string setting, string code);
    }
}
