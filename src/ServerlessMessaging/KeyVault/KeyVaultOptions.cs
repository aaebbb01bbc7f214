namespace ServerlessMessaging.KeyVault;

/// <summary>Where the secrets are. The names of single secrets are settings of their users; values are never settings.</summary>
public sealed class KeyVaultOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "KeyVault";

    /// <summary>The vault's address, such as <c>https://my-vault.vault.azure.net</c>. Required.</summary>
    [Required(ErrorMessage = "KeyVault:Uri is missing. Set it to the vault's address, such as https://my-vault.vault.azure.net.")]
    public Uri? Uri { get; set; }

    /// <summary>How long a secret is used before the vault is read again: a rotation takes effect within it, and the vault is asked rarely.</summary>
    public TimeSpan CacheDuration { get; internal set; } = TimeSpan.FromMinutes(5);

    /// <summary>Time limit of one read of the vault, retries included: less than half of an HTTP caller's budget.</summary>
    public TimeSpan ReadTimeout { get; internal set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long before the expiry of a secret's version a warning is logged: a month is enough for a rotation by hand.</summary>
    public TimeSpan ExpiryWarning { get; internal set; } = TimeSpan.FromDays(30);
}
