namespace ServerlessMessaging.Simulator;

/// <summary>Values that every development machine shares; none of them opens anything real.</summary>
public static class DevelopmentValues
{
    public const string ClientId = "local-client";

    public const string ClientSecret = "local-secret";

    /// <summary>Name of the vault's secret that holds <see cref="ClientSecret"/>.</summary>
    public const string ClientSecretName = "genesys-client-secret";

    /// <summary>Name of the vault's secret that holds <see cref="WebhookSecret"/>.</summary>
    public const string WebhookSecretName = "genesys-webhook-secret";

    public const string WebhookSecret = "unit-test-secret-0123456789";

    public const string UserEmail = "recipient@example.com";
}
