namespace ServerlessMessaging.KeyVault;

/// <summary>Where the secrets are. The names of single secrets are settings of their users; values are never settings.</summary>
public sealed class KeyVaultOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "KeyVault";

    /// <summary>The vault's address, such as <c>https://my-vault.vault.azure.net</c>. Required.</summary>
    [Required(ErrorMessage = "KeyVault:Uri is missing. Set it to the vault's address, such as https://my-vault.vault.azure.net.")]
    public Uri? Uri { get; set; }

    /// <summary>How long a secret is used before the vault is read again. Default 00:05:00.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan CacheDuration { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long one read of the vault may take, its retries included. Default 00:00:05.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long before its expiry a secret's version is warned of. Default 30.00:00:00.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan ExpiryWarning { get; set; } = TimeSpan.FromDays(30);
}
