using Azure.Identity;

namespace ServerlessMessaging.KeyVault;

/// <summary>What the failures of Key Vault mean.</summary>
internal static class VaultFaults
{
    /// <summary>Why, in words that may be shown. The SDK's own messages hold headers and addresses; these hold what helps.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        RequestFailedException { Status: 404 } => "the vault has no secret of this name. Create it.",
        RequestFailedException { Status: 403 } => "access is denied or the secret is disabled. Give the app's identity the role Key Vault Secrets User and check that the current version is enabled.",
        RequestFailedException { Status: 429 } => "the vault is throttling.",
        RequestFailedException { Status: > 0 } failed => $"the vault answered {failed.Status}.",
        AuthenticationFailedException => "no credential works here. Give the app a managed identity, or sign in with the Azure CLI.",
        OperationCanceledException => "the vault did not answer in time.",
        RequestFailedException or AggregateException => "the vault cannot be reached. Check KeyVault:Uri and the network.",
        _ => "what answers at KeyVault:Uri is no Key Vault. Correct the setting.",
    };
}
