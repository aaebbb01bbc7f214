using System.Net.Http.Json;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>A simulator that runs already.</summary>
public static class RunningSimulator
{
    /// <summary>Asks it for its vault.</summary>
    /// <exception cref="StartupException">There is none at the address.</exception>
    public static async Task<DevelopmentVault> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var client = LoopbackClient.Create();
            var description = await client.GetFromJsonAsync<Description>(new Uri(address, "/simulator"), cancellationToken);
            return description?.Vault is { Address: not null, Thumbprint: not null, Token: not null } vault
                ? new DevelopmentVault(vault.Address, vault.Thumbprint, vault.Token)
                : throw new StartupException($"What answers at {address} is no simulator. Start one: dotnet run --project tools/ServerlessMessaging.Simulator");
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException)
        {
            throw new StartupException($"No simulator answers at {address}. Start one: dotnet run --project tools/ServerlessMessaging.Simulator", exception);
        }
    }

    private sealed record Description(VaultDescription? Vault);

    private sealed record VaultDescription(Uri? Address, string? Thumbprint, string? Token);
}
