namespace ServerlessMessaging.Callbacks;

/// <summary>How webhooks of Genesys are verified.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhook";

    /// <summary>The names of the secrets in Key Vault with which Genesys signs; usually one per integration.</summary>
    /// <value>Default <c>genesys-webhook-secret</c>.</value>
    public IList<string> SecretNames { get; } = [];

    /// <summary>How long secrets are cached. A webhook that matches none of them causes a new read of the vault, at most this often.</summary>
    /// <value>Default 00:00:30.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SecretCacheDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The names in force.</summary>
    internal IReadOnlyList<string> NamesInForce => SecretNames.Count == 0 ? ["genesys-webhook-secret"] : [.. SecretNames];
}
