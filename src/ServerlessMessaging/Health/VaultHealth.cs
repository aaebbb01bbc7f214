using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Secrets;

namespace ServerlessMessaging.Health;

/// <summary>Whether the secrets that sending needs can be had, from the vault or from its last good answer.</summary>
internal sealed class VaultHealth(SecretStore secrets, IOptions<GenesysOptions> genesys)
{
    public async Task<PartHealth> CheckAsync()
    {
        try
        {
            foreach (var name in genesys.Value.Clients.Select(client => client.SecretName))
            {
                await secrets.GetAsync(name, CancellationToken.None);
                if (secrets.Concern(name) is { } concern)
                {
                    return new("vault", HealthStatus.Degraded, $"The last good value of '{name}' goes on serving, because {concern}");
                }
            }

            return new("vault", HealthStatus.Ok, null);
        }
        catch (SecretUnavailableException exception)
        {
            return new("vault", HealthStatus.Unusable, exception.Message);
        }
    }
}
