namespace ServerlessMessaging.KeyVault;

/// <summary>A secret cannot be read and no earlier value is known. The message names the secret, never a value.</summary>
/// <param name="secretName">The secret's name in Key Vault.</param>
/// <param name="reason">Why, in words that may be shown to a caller.</param>
public sealed class SecretUnavailableException(string secretName, string reason)
    : Exception($"The secret '{secretName}' cannot be read from Key Vault: {reason}")
{
    /// <summary>The secret's name in Key Vault.</summary>
    public string SecretName { get; } = secretName;
}
