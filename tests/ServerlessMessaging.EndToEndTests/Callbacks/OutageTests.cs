using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Outages of the vault while webhooks arrive.</summary>
public sealed class OutageTests
{
    private const string WebhookSecretPath = "/secrets/genesys-webhook-secret";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReceiveWebhook_VaultUnavailableAtFirstUse_Is503UntilItRecovers(bool hangs)
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        // A failed read of the vault is cached for 5 s.
        await callbacks.Bridge.Control.SettingsAsync(new { webhookRetryDelay = 2 });
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.FaultAsync(hangs ? new { match = WebhookSecretPath, delay = 600, times = 0 } : new { match = WebhookSecretPath, status = 503, times = 0 });
        await callbacks.Bridge.Control.PressAsync(card, "Approve");
        await callbacks.Bridge.Log.WaitAsync(EventIds.WebhookNotVerified);
        await callbacks.Bridge.Control.ClearFaultsAsync();

        Assert.Single(await callbacks.SettledAsync(1));
        var statuses = await callbacks.StatusesAsync();
        Assert.Equal(200, statuses[^1]);
        Assert.All(statuses.SkipLast(1), status => Assert.Equal(503, status));
        Assert.NotEmpty(statuses.SkipLast(1));
        Assert.DoesNotContain(EventIds.WebhookRefused, callbacks.Bridge.Log.EventIds);
    }

    [Fact]
    public async Task ReceiveWebhook_VaultUnavailableLater_UsesTheLastGoodSecret()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("Webhook:SecretCacheDuration", "00:00:00.1"));
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");
        await callbacks.SettledAsync(1);
        await callbacks.Bridge.Control.FaultAsync(new { match = WebhookSecretPath, status = 503, times = 0 });
        await callbacks.Bridge.Control.SayAsync("one");
        await callbacks.SettledAsync(2);
        await callbacks.Bridge.Control.SayAsync("two");

        Assert.Equal(3, (await callbacks.SettledAsync(3)).Count);
        Assert.DoesNotContain(EventIds.WebhookNotVerified, callbacks.Bridge.Log.EventIds);
    }

    [Fact]
    public async Task DeliverCallback_FlowSecretUnavailable_WaitsForTheVault()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.FaultAsync(new { match = $"/secrets/{CallbackSystem.FlowSecretName}", status = 503, times = 0 });
        await callbacks.Bridge.Control.PressAsync(card, "Approve");
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackRequeued, times: 2);
        await callbacks.Bridge.Control.ClearFaultsAsync();

        Assert.Single(await callbacks.SettledAsync(1));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(callbacks.Flow.Deliveries);
    }
}
