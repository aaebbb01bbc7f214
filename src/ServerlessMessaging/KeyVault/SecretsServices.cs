using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessMessaging.KeyVault;

/// <summary>Registers the secrets.</summary>
internal static class SecretsServices
{
    public static IServiceCollection AddSecrets(this IServiceCollection services)
    {
        services.AddOptions<KeyVaultOptions>().BindConfiguration(KeyVaultOptions.Section).ValidateDataAnnotations()
            .Validate(vault => vault.Uri is null || (vault.Uri.IsAbsoluteUri && vault.Uri.Scheme == Uri.UriSchemeHttps), "KeyVault:Uri must be an absolute https URL.")
            .ValidateOnStart();
        services.TryAddSingleton(provider => new SecretClient(
            provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value.Uri, provider.GetRequiredService<TokenCredential>(), VaultClientOptions()));
        return services.AddSingleton<SecretExpiry>().AddSingleton<SecretStore>().AddSingleton<SecretVersions>();
    }

    // The SDK's own patience of minutes would hold callers; a read is bounded by KeyVault:ReadTimeout.
    internal static SecretClientOptions VaultClientOptions()
    {
        var options = new SecretClientOptions
        {
            Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(3) },
        };
        options.AddPolicy(new VaultAnswerCap(), HttpPipelinePosition.BeforeTransport);
        return options;
    }
}
