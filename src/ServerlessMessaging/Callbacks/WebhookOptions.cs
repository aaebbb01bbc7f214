namespace ServerlessMessaging.Callbacks;

/// <summary>How webhooks of Genesys are verified.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhook";

    /// <summary>The names of the secrets in Key Vault with which Genesys may have signed; usually one per integration.</summary>
    /// <value>Default <c>genesys-webhook-secret</c>.</value>
    public IList<string> SecretNames { get; } = [];

    /// <summary>How long secrets are cached, and how often at most a wrong signature makes the vault be read again: a rotation works at once, a forger cannot flood the vault.</summary>
    public TimeSpan SecretCacheDuration { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>The names in force.</summary>
    internal IReadOnlyList<string> NamesInForce => SecretNames.Count == 0 ? ["genesys-webhook-secret"] : [.. SecretNames];
}
