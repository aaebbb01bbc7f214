using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Where we cannot take a webhook, Genesys is told to send it again, and the flow gets it once.</summary>
public sealed class OutageTests
{
    private const string WebhookSecretPath = "/secrets/genesys-webhook-secret";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReceiveWebhook_VaultUnavailableAtFirstUse_Is503UntilItRecovers(bool hangs)
    {
        await using var scene = await CallbackSystem.StartAsync();
        // A failure of the vault is remembered for 5 s.
        await scene.Bridge.Control.SettingsAsync(new { webhookRetryDelay = 2 });
        var card = await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.Control.FaultAsync(hangs ? new { match = WebhookSecretPath, delay = 600, times = 0 } : new { match = WebhookSecretPath, status = 503, times = 0 });
        await scene.Bridge.Control.PressAsync(card, "Approve");
        await scene.Bridge.Log.WaitAsync(EventIds.WebhookNotVerified);
        await scene.Bridge.Control.ClearFaultsAsync();

        Assert.Single(await scene.SettledAsync(1));
        var statuses = await scene.StatusesAsync();
        Assert.Equal(200, statuses[^1]);
        Assert.All(statuses.SkipLast(1), status => Assert.Equal(503, status));
        Assert.NotEmpty(statuses.SkipLast(1));
        Assert.DoesNotContain(EventIds.WebhookRefused, scene.Bridge.Log.EventIds);
    }

    [Fact]
    public async Task ReceiveWebhook_VaultUnavailableLater_UsesTheLastGoodSecret()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("Webhook:SecretCacheDuration", "00:00:00.1"));
        var card = await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.Control.PressAsync(card, "Approve");
        await scene.SettledAsync(1);
        await scene.Bridge.Control.FaultAsync(new { match = WebhookSecretPath, status = 503, times = 0 });
        await scene.Bridge.Control.SayAsync("one");
        await scene.SettledAsync(2);
        await scene.Bridge.Control.SayAsync("two");

        Assert.Equal(3, (await scene.SettledAsync(3)).Count);
        Assert.DoesNotContain(EventIds.WebhookNotVerified, scene.Bridge.Log.EventIds);
    }

    [Fact]
    public async Task DeliverCallback_FlowSecretUnavailable_WaitsForTheVault()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.Control.FaultAsync(new { match = $"/secrets/{CallbackSystem.FlowSecretName}", status = 503, times = 0 });
        await scene.Bridge.Control.PressAsync(card, "Approve");
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackRequeued, times: 2);
        await scene.Bridge.Control.ClearFaultsAsync();

        Assert.Single(await scene.SettledAsync(1));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(scene.Flow.Deliveries);
    }
}
