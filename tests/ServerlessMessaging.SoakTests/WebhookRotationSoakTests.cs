using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.SoakTests;

/// <summary>The webhook secret is changed while webhooks come, without a restart, in both orders.</summary>
[Collection(SoakCollection.Name)]
public sealed class WebhookRotationSoakTests
{
    private const string Next = "rotated-secret-9876543210";
    private const string SecretPath = $"/secrets/{DevelopmentValues.WebhookSecretName}";
    private static readonly int Webhooks = SoakSize.Select(10, 100);

    [Fact]
    public async Task ReceiveWebhook_VaultRotatedFirst_RefusesNothing()
    {
        var figures = new SoakFigures("Rotation of the webhook's secret, vault first");
        await using var callbacks = await StartAsync();
        await callbacks.SendCardAsync("invoice-1001");
        await using var stream = new WebhookStream(callbacks);
        await stream.WaitAsync(webhooks => webhooks.Count >= Webhooks);
        var readsBefore = (await callbacks.Bridge.Control.RequestsAsync(SecretPath)).Count;
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        // The write, and then the list, the current version and the one before.
        await callbacks.Bridge.Control.WaitForRequestsAsync(SecretPath, readsBefore + 4);
        await callbacks.Bridge.Control.SettingsAsync(new { webhookSecret = Next });
        var webhooks = await stream.EndAsync(after: Webhooks * 2);
        figures.Add("webhooks", webhooks.Count);
        figures.Add("refused: 0", webhooks.Count(webhook => webhook.Status != 200));

        Assert.All(webhooks, webhook => Assert.Equal(200, webhook.Status));
        Assert.Contains(webhooks, webhook => webhook.IsSignedWith(Next));
        Assert.Contains(webhooks, webhook => webhook.IsSignedWith(DevelopmentValues.WebhookSecret));
        Assert.DoesNotContain(EventIds.WebhookRefused, callbacks.Bridge.Log.EventIds);
        Assert.Equal(webhooks.Count, (await callbacks.SettledAsync(webhooks.Count)).Count);
    }

    [Fact]
    public async Task ReceiveWebhook_GenesysRotatedFirst_RefusesUntilTheVaultKnows()
    {
        var figures = new SoakFigures("Rotation of the webhook's secret, Genesys first");
        await using var callbacks = await StartAsync();
        await callbacks.SendCardAsync("invoice-1001");
        await using var stream = new WebhookStream(callbacks);
        await stream.WaitAsync(webhooks => webhooks.Count >= Webhooks);
        await callbacks.Bridge.Control.SettingsAsync(new { webhookSecret = Next });
        await stream.WaitAsync(webhooks => webhooks.Count(webhook => webhook.Status == 401) >= Webhooks);
        var vaultChangedAt = TimeProvider.System.GetUtcNow();
        await callbacks.Bridge.Vault.SetSecretAsync(DevelopmentValues.WebhookSecretName, Next, TestContext.Current.CancellationToken);
        await stream.WaitAsync(webhooks => webhooks[^1].Status == 200);
        var webhooks = await stream.EndAsync(after: Webhooks * 2);

        var bySecret = webhooks.ToLookup(webhook => webhook.IsSignedWith(Next));
        var refused = bySecret[true].TakeWhile(webhook => webhook.Status == 401).ToList();
        figures.Add("webhooks", webhooks.Count);
        figures.Add("refused before the vault knew the secret", refused.Count(webhook => webhook.At < vaultChangedAt));
        figures.Add("refused until the vault was read again, at most once a second here", refused.Count(webhook => webhook.At >= vaultChangedAt));
        figures.Add("refused later: 0", webhooks.Count(webhook => webhook.Status != 200) - refused.Count);

        Assert.All(bySecret[false], webhook => Assert.Equal(200, webhook.Status));
        // Nothing is refused once the vault was read again.
        Assert.All(bySecret[true].Skip(refused.Count), webhook => Assert.Equal(200, webhook.Status));
        Assert.All(bySecret[true].Where(webhook => webhook.At < vaultChangedAt), webhook => Assert.Equal(401, webhook.Status));
        // One line at once, and one a minute for those that follow.
        Assert.InRange(callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookRefused), 1, refused.Count);
        Assert.Equal(webhooks.Count - refused.Count, (await callbacks.SettledAsync(webhooks.Count - refused.Count)).Count);
    }

    private static async Task<CallbackSystem> StartAsync()
    {
        var flow = await TestFlow.StartAsync();
        return await CallbackSystem.StartAsync(
            flow,
            ("Webhook:SecretCacheDuration", "00:00:01"),
            ("BotFlows:default:Url", flow.Url.ToString()),
            ("BotFlows:default:SecretName", CallbackSystem.FlowSecretName));
    }
}
