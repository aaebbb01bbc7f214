using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.KeyVault;

/// <summary>As whom the application speaks to Azure.</summary>
internal static class AzureCredential
{
    /// <summary>The managed identity on Azure; elsewhere whatever the developer is signed in with.</summary>
    public static TokenCredential Create(IConfiguration configuration)
    {
        // The platform sets this address wherever a managed identity can be had.
        if (configuration["IDENTITY_ENDPOINT"] is null)
        {
            return new DefaultAzureCredential();
        }

        return new ManagedIdentityCredential(configuration["AZURE_CLIENT_ID"] is { Length: > 0 } clientId
            ? ManagedIdentityId.FromUserAssignedClientId(clientId)
            : ManagedIdentityId.SystemAssigned);
    }
}
