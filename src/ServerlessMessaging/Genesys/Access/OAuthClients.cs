using System.Collections.Concurrent;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.RateLimiting;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Genesys.Access;

/// <summary>An OAuth client, the setting where it is configured, and the name of its secret in Key Vault.</summary>
public sealed record OAuthClient(string Setting, string ClientId, string SecretName, ClientRateLimiter Limiter);

/// <summary>The configured OAuth clients; each has a rate limit and an access token of its own.</summary>
public sealed partial class OAuthClients(
    [FromKeyedServices(GenesysHttpClient.Login)] GenesysHttpClient http,
    [FromKeyedServices(GenesysHttpClient.Api)] GenesysHttpClient api,
    SecretStore secrets,
    GenesysStatus status,
    IOptions<GenesysOptions> options,
    TimeProvider time,
    ILogger<ClientRateLimiter> limiterLogger,
    ILogger<OAuthClients> logger)
{
    // A refused client has the most free calls, so it must come last.
    private static readonly TimeSpan UnhealthyTime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<OAuthClient, DateTimeOffset> _unhealthyUntil = new();
    private readonly OAuthClient[] _clients = [.. options.Value.Clients.Select((client, index) =>
        new OAuthClient($"Genesys:Clients:{index}", client.ClientId, client.SecretName, new(client.ClientId, time, limiterLogger)))];

    /// <summary>The clients that could not be used in the last 30 s while another one could.</summary>
    public IReadOnlyList<OAuthClient> Unhealthy => [.. _clients.Where(IsUnhealthy)];

    /// <summary>All clients: the shortest wait and the most free calls first, unhealthy ones last.</summary>
    public IReadOnlyList<OAuthClient> ByAvailability() => _clients.Length == 1 ? _clients :
    [
        .. _clients
            .Select(client => (Client: client, client.Limiter.Availability))
            .OrderBy(item => IsUnhealthy(item.Client))
            .ThenBy(item => item.Availability.Wait)
            .ThenByDescending(item => item.Availability.Left)
            .Select(item => item.Client),
    ];

    /// <summary>Puts a client last for 30 s: it could not be used, with this error code.</summary>
    public void MarkUnhealthy(OAuthClient client, string code)
    {
        _unhealthyUntil[client] = time.GetUtcNow() + UnhealthyTime;
        Log.PassedOver(logger, client.ClientId, client.Setting, code);
    }

    private bool IsUnhealthy(OAuthClient client) => _unhealthyUntil.TryGetValue(client, out var until) && time.GetUtcNow() < until;

    private static partial class Log
    {
        [LoggerMessage(EventIds.ClientUnhealthy, LogLevel.Error, "OAuth client {ClientId} ({Setting}) cannot be used: {Code}; other clients make its calls for 30 s, check its id, secret and permissions")]
        public static partial void PassedOver(ILogger logger, string clientId, string setting, string code);

        [LoggerMessage(EventIds.AnotherOrganization, LogLevel.Error, "OAuth client {ClientId} ({Setting}) belongs to organisation {Actual}, not to {Expected} of Genesys:OrganizationId; nothing is sent with it, correct one of both settings")]
        public static partial void AnotherOrganization(ILogger logger, string clientId, string setting, string actual, string expected);

        [LoggerMessage(EventIds.OrganizationUnknown, LogLevel.Warning, "The organisation of OAuth client {ClientId} cannot be compared with Genesys:OrganizationId: GET /api/v2/tokens/me gave status {Status} and no organisation; messages are sent all the same")]
        public static partial void OrganizationUnknown(ILogger logger, string clientId, int? status);

        [LoggerMessage(EventIds.AccessTokenFetched, LogLevel.Information, "Access token of OAuth client {ClientId} fetched; it is used until {Until:O}")]
        public static partial void TokenFetched(ILogger logger, string clientId, DateTimeOffset until);

        [LoggerMessage(EventIds.AccessTokenRefused, LogLevel.Error, "Genesys refused OAuth client {ClientId} with secret {SecretName} (status {Status}, context {ContextId}); compare the secret in Key Vault with the one in Genesys")]
        public static partial void ClientRefused(ILogger logger, string clientId, string secretName, int? status, string? contextId);

        [LoggerMessage(EventIds.AccessTokenDiscarded, LogLevel.Warning, "Access token of OAuth client {ClientId} discarded after status {Status}; a new one is fetched")]
        public static partial void TokenDropped(ILogger logger, string clientId, int status);
    }
}
