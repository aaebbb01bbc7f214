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
            foreach (var client in genesys.Value.Clients)
            {
                await secrets.GetAsync(client.SecretName, CancellationToken.None);
            }

            return new("vault", HealthStatus.Ok, null);
        }
        catch (SecretUnavailableException exception)
        {
            return new("vault", HealthStatus.Unusable, exception.Message);
        }
    }
}
