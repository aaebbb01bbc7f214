namespace ServerlessMessaging.Callbacks;

/// <summary>How webhooks of Genesys are verified.</summary>
public sealed class WebhookOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhook";

    /// <summary>The names of the secrets in Key Vault with which Genesys may have signed, for integrations without a secret of their own.</summary>
    /// <value>Default <c>genesys-webhook-secret</c>, unless <see cref="Integrations"/> name secrets.</value>
    public IList<string> SecretNames { get; } = [];

    /// <summary>The integrations with a secret of their own, by a name in any case.</summary>
    /// <value>Default: none; then each of <see cref="SecretNames"/> is valid for every integration.</value>
    public IDictionary<string, WebhookIntegrationOptions> Integrations { get; } = new Dictionary<string, WebhookIntegrationOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long secrets are cached, and how often at most a wrong signature makes the vault be read again: a rotation works at once, a forger cannot flood the vault.</summary>
    public TimeSpan SecretCacheDuration { get; internal set; } = TimeSpan.FromSeconds(30);

    /// <summary>The names in force.</summary>
    internal IReadOnlyList<string> NamesInForce => SecretNames.Count + Integrations.Count == 0
        ? ["genesys-webhook-secret"]
        : [.. SecretNames.Concat(Integrations.Values.Select(integration => integration.SecretName)).Distinct(StringComparer.OrdinalIgnoreCase)];

    // Neither Genesys nor Key Vault distinguishes upper and lower case in these.
    internal static bool IsSame(string? first, string? second) => string.Equals(first, second, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a webhook that was signed with a secret may be about an integration; null stands for users and bot sessions, which belong to none.</summary>
    internal bool IsValidFor(string? integrationId, string? secretName)
    {
        if (Integrations.Count == 0)
        {
            return true;
        }

        var bound = Integrations.Values.Where(integration => IsSame(integration.SecretName, secretName)).ToList();
        return bound.Count > 0
            ? bound.Exists(integration => IsSame(integration.Id, integrationId))
            : SecretNames.Any(name => IsSame(name, secretName)) && !Integrations.Values.Any(integration => IsSame(integration.Id, integrationId));
    }

    /// <summary>The bot flow of a recipient's integration; null where none is configured.</summary>
    internal string? FlowOf(Recipient? to) => FlowOf(to?.Customer?.IntegrationId ?? to?.Conversation?.ChannelId);

    /// <summary>The bot flow of the events of an integration that belong to no other flow; null where none is configured.</summary>
    internal string? FlowOf(string? integrationId) => integrationId is null ? null : Integrations.Values.FirstOrDefault(integration => IsSame(integration.Id, integrationId))?.BotFlow;
}

/// <summary>An integration whose webhooks are signed with a secret of their own, which is valid for no other.</summary>
public sealed class WebhookIntegrationOptions
{
    /// <summary>Genesys' id of the integration: <c>channel.id</c> of its webhooks.</summary>
    /// <value>No default; required.</value>
    public string Id { get; set; } = string.Empty;

    /// <summary>The name of the secret in Key Vault with which Genesys signs its webhooks.</summary>
    /// <value>No default; required.</value>
    public string SecretName { get; set; } = string.Empty;

    /// <summary>The bot flow that gets its events where neither the request nor the action names one.</summary>
    /// <value>Default: the flow <c>default</c>.</value>
    public string? BotFlow { get; set; }
}
