using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Health;

/// <summary>What the last calls told about Genesys; it is never called for this.</summary>
public sealed class GenesysHealth(
    [FromKeyedServices(GenesysHttpClient.Api)] GenesysHttpClient api, [FromKeyedServices(GenesysHttpClient.Login)] GenesysHttpClient login, OAuthClients clients, GenesysStatus status)
{
    public PartHealth Check()
    {
        var detail = api.BreakerOpenUntil is { } apiOpen ? $"The API keeps failing; calls are held back until {Clock(apiOpen)}."
            : login.BreakerOpenUntil is { } loginOpen ? $"The login keeps failing; calls are held back until {Clock(loginOpen)}."
            : status.LastFailure is { } last ? $"Since {Clock(last.At)}: {last.Failure.Code} {last.Failure.Detail}"
            : clients.Unhealthy is [var client, ..] ? $"{client.Setting} cannot be used; another client makes its calls. Check its id, secret, scopes and permissions."
            : null;
        return new("genesys", detail is null ? HealthStatus.Ok : HealthStatus.Degraded, detail);
    }

    private static string Clock(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
