using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Health;

/// <summary>What the last calls told about Genesys; it is never called for this.</summary>
internal sealed class GenesysHealth(GenesysServers servers, AccessTokens tokens)
{
    public PartHealth Check()
    {
        var detail = tokens.LastFailure?.Detail
            ?? (servers.Api.IsHeldBack ? "The API keeps failing; calls are held back."
            : servers.Login.IsHeldBack ? "The login keeps failing; calls are held back."
            : null);
        return new("genesys", detail is null ? HealthStatus.Ok : HealthStatus.Degraded, detail);
    }
}
