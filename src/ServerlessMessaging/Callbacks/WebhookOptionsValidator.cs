using ServerlessMessaging.BotFlows;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks;

/// <summary>Validates the settings of webhooks.</summary>
internal sealed class WebhookOptionsValidator(IOptions<BotFlowsOptions> flows) : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var failures = options.Integrations.SelectMany(integration => Faults(integration.Value, options).Select(fault => $"Webhook:Integrations:{integration.Key}: {fault}")).ToList();
        if (!options.SecretNames.All(SecretName.IsValid))
        {
            failures.Add("Webhook:SecretNames must be names of secrets in Key Vault: 1 to 127 letters, digits and dashes.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Faults(WebhookIntegrationOptions integration, WebhookOptions options)
    {
        (bool IsFault, string Text)[] rules =
        [
            (string.IsNullOrWhiteSpace(integration.Id), "Id is missing. Set it to Genesys' id of the integration."),
            (options.Integrations.Values.Count(other => WebhookOptions.IsSame(other.Id, integration.Id)) > 1, "another entry has the same Id."),
            (!SecretName.IsValid(integration.SecretName), "SecretName is missing or no name of a secret. Set it to the name of the secret in Key Vault with which Genesys signs its webhooks."),
            (integration.BotFlow is { } flow && !flows.Value.ContainsKey(flow), $"there is no bot flow {integration.BotFlow}. Configure BotFlows:{integration.BotFlow}."),
        ];
        return rules.Where(rule => rule.IsFault).Select(rule => rule.Text);
    }
}
