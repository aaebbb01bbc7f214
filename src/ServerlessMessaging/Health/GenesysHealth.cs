using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Health;

/// <summary>What the last calls told about Genesys; it is never called for this.</summary>
public sealed class GenesysHealth(GenesysServers servers, OAuthClients clients, GenesysCondition condition)
{
    public PartHealth Check()
    {
        var detail = servers.Api.HeldBackUntil is { } api ? $"The API keeps failing; calls are held back until {Clock(api)}."
            : servers.Login.HeldBackUntil is { } login ? $"The login keeps failing; calls are held back until {Clock(login)}."
            : condition.Trouble is { } trouble ? $"Since {Clock(trouble.At)}: {trouble.Failure.Code} {trouble.Failure.Detail}"
            : clients.AtFault is [var client, ..] ? $"{client.Setting} cannot be used; another client makes its calls. Check its id, secret, scopes and permissions."
            : null;
        return new("genesys", detail is null ? HealthStatus.Ok : HealthStatus.Degraded, detail);
    }

    private static string Clock(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
