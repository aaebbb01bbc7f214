namespace ServerlessMessaging.KeyVault;

/// <summary>A secret that a setting names, as its user reads it: health checks each.</summary>
/// <param name="Name">Its name in Key Vault.</param>
/// <param name="IsForSending">Whether nothing can be sent where no such secret is known.</param>
/// <param name="FindAsync">Reads it as its user does, so that both share what is cached.</param>
/// <param name="FormFault">What is wrong with the form of its current value, as a text for operators without the value; null where nothing is.</param>
public sealed record ConfiguredSecret(
    string Name, bool IsForSending, Func<SecretStore, CancellationToken, Task<SecretValues>> FindAsync, Func<string, string?> FormFault);

/// <summary>Registers the secrets of a part of the application.</summary>
internal static class ConfiguredSecrets
{
    public static IServiceCollection AddConfiguredSecrets(this IServiceCollection services, Func<IServiceProvider, IEnumerable<ConfiguredSecret>> secrets) =>
        services.AddSingleton<IReadOnlyList<ConfiguredSecret>>(provider => [.. secrets(provider)]);
}
