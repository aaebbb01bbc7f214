using System.Net.Http.Json;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>A simulator that is already running.</summary>
public static class RunningSimulator
{
    /// <summary>Gets the access to its vault.</summary>
    /// <exception cref="StartupException">There is no simulator at the address.</exception>
    public static async Task<DevelopmentVault> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var client = LoopbackClient.Create();
            var description = await client.GetFromJsonAsync<Description>(new Uri(address, "/simulator"), cancellationToken);
            return description?.Vault is { Address: not null, Thumbprint: not null, Token: not null } vault
                ? new DevelopmentVault(vault.Address, vault.Thumbprint, vault.Token)
                : throw new StartupException($"The server at {address} is not a simulator. Start one: dotnet run --project tools/ServerlessMessaging.Simulator");
        }
        catch (Exception exception) when (exception is HttpRequestException or System.Text.Json.JsonException)
        {
            throw new StartupException($"No simulator responds at {address}. Start one: dotnet run --project tools/ServerlessMessaging.Simulator", exception);
        }
    }

    private sealed record Description(VaultDescription? Vault);

    private sealed record VaultDescription(Uri? Address, string? Thumbprint, string? Token);
}
