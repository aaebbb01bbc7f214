using Azure.Core;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessMessaging.KeyVault;

/// <summary>Registers the secrets and the identity under which the application calls Azure.</summary>
internal static class KeyVaultServices
{
    public static IServiceCollection AddKeyVault(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeyVaultOptions>().BindConfiguration(KeyVaultOptions.Section).ValidateDataAnnotations()
            .Validate(vault => vault.Uri is null || (vault.Uri.IsAbsoluteUri && vault.Uri.Scheme == Uri.UriSchemeHttps), "KeyVault:Uri must be an absolute https URL.")
            .ValidateOnStart();
        services.TryAddSingleton(_ => CreateCredential(configuration));
        services.TryAddSingleton(provider => new SecretClient(
            provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value.Uri, provider.GetRequiredService<TokenCredential>(), CreateClientOptions()));
        return services.AddSingleton<SecretStore>();
    }

    // The SDK's own retries over minutes would hold callers; a read is bounded by KeyVaultOptions.ReadTimeout.
    internal static SecretClientOptions CreateClientOptions()
    {
        var options = new SecretClientOptions
        {
            Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = TimeSpan.FromSeconds(3) },
        };
        options.AddPolicy(new MaxResponseSizePolicy(), HttpPipelinePosition.BeforeTransport);
        return options;
    }

    // Azure sets the endpoint where a managed identity is available; otherwise the sign-in of the developer is used.
    private static TokenCredential CreateCredential(IConfiguration configuration) => (configuration["IDENTITY_ENDPOINT"], configuration["AZURE_CLIENT_ID"]) switch
    {
        (null, _) => new DefaultAzureCredential(),
        (_, { Length: > 0 } clientId) => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId)),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };
}
