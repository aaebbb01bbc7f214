using ServerlessMessaging.Genesys;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Health;

/// <summary>Whether the secrets that sending needs can be had, from the vault or from its last good answer.</summary>
public sealed class VaultHealth(SecretStore secrets, IOptions<GenesysOptions> genesys, TimeProvider time)
{
    // A prober gives up after a few seconds, however long a read of the vault may take.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public async Task<PartHealth> CheckAsync()
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        var checks = await Task.WhenAll(genesys.Value.Clients.Select(client => CheckAsync(client.SecretName, timeout.Token)));
        var worst = checks.MaxBy(check => check.Status)!;
        // One client that has its secret is enough to send.
        return worst.Status == HealthStatus.Unusable && checks.Any(check => check.Status != HealthStatus.Unusable)
            ? worst with { Status = HealthStatus.Degraded }
            : worst;
    }

    private async Task<PartHealth> CheckAsync(string name, CancellationToken timeout)
    {
        try
        {
            await secrets.GetAsync(name, timeout);
            return secrets.Concern(name) is { } concern ? Degraded(name, concern) : new("vault", HealthStatus.Ok, null);
        }
        catch (SecretUnavailableException exception)
        {
            return new("vault", HealthStatus.Unusable, exception.Message);
        }
        catch (OperationCanceledException)
        {
            const string slow = "the vault does not answer. Check KeyVault:Uri and the network.";
            return secrets.IsKnown(name) ? Degraded(name, slow) : new("vault", HealthStatus.Unusable, $"The secret '{name}' cannot be read from Key Vault: {slow}");
        }
    }

    private static PartHealth Degraded(string name, string concern) =>
        new("vault", HealthStatus.Degraded, $"The last good value of '{name}' goes on serving, because {concern}");
}
