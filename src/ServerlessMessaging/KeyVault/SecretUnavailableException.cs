namespace ServerlessMessaging.KeyVault;

/// <summary>A secret cannot be read and no earlier value is known. The message names the secret, never a value.</summary>
public sealed class SecretUnavailableException(string secretName, string reason)
    : Exception($"The secret '{secretName}' cannot be read from Key Vault: {reason}")
{
    public string SecretName { get; } = secretName;
}
