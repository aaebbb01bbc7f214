using System.Text.RegularExpressions;

namespace ServerlessMessaging.KeyVault;

/// <summary>The names that Key Vault gives to secrets.</summary>
internal static partial class SecretName
{
    /// <summary>Whether a secret can be called so.</summary>
    public static bool IsValid(string name) => Pattern.IsMatch(name);

    [GeneratedRegex(@"\A[0-9A-Za-z-]{1,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }
}
