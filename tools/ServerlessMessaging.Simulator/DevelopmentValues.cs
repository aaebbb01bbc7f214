namespace ServerlessMessaging.Simulator;

/// <summary>Values for development, the same on every machine; none gives access to a real system.</summary>
public static class DevelopmentValues
{
    public const string ClientId = "local-client";

    public const string ClientSecret = "local-secret";

    /// <summary>The organisation of every client that the control API gives no other.</summary>
    public const string OrganizationId = "00000000-0000-0000-0000-0000000000f1";

    /// <summary>Name of the vault's secret that holds <see cref="ClientSecret"/>.</summary>
    public const string ClientSecretName = "genesys-client-secret";

    /// <summary>Name of the vault's secret that holds <see cref="WebhookSecret"/>.</summary>
    public const string WebhookSecretName = "genesys-webhook-secret";

    public const string WebhookSecret = "unit-test-secret-0123456789";

    /// <summary>Name of the vault's secret that holds <see cref="BotFlowSecret"/>.</summary>
    public const string BotFlowSecretName = "bot-flow-secret";

    /// <summary>The key that signs events, in the format of Standard Webhooks.</summary>
    public const string BotFlowSecret = "whsec_bG9jYWwtYm90LWZsb3ctc2VjcmV0LTAxMjM0NTY3ODk=";

    /// <summary>Client id of the identity that the identity endpoint and the vault know.</summary>
    public const string IdentityClientId = "00000000-0000-0000-0000-00000000000a";

    public const string UserEmail = "recipient@example.com";
}
