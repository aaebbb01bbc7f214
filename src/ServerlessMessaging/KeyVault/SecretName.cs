namespace ServerlessMessaging.KeyVault;

internal static class SecretName
{
    /// <summary>Whether Key Vault can have a secret of this name.</summary>
    public static bool IsValid(string name) => name.Length is >= 1 and <= 127 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
