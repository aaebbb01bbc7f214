using Azure.Core;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A webhook that could not be queued is not acknowledged: Genesys sends it again, and the flow gets it once.</summary>
[Trait("Fault", "F14")]
public sealed class WebhookQueueDownTests
{
    [Fact]
    public async Task ReceiveWebhook_QueueUnavailable_Is503AndPublishedOnceLater()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/callbacks/messages", times: 4);
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await callbacks.SettledAsync(1));
        Assert.Equal([503, 503, 200], await callbacks.StatusesAsync());
        Assert.Equal(2, callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookNotQueued));
    }

    [Fact]
    public async Task ReceiveWebhook_QueueRefusesOnce_Is200()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/callbacks/messages");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await callbacks.SettledAsync(1));
        Assert.Equal([200], await callbacks.StatusesAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_QueueHangs_Is503BeforeGenesysTimesOut()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        callbacks.Bridge.StorageGate.HoldNext(RequestMethod.Post, "/callbacks/messages");
        callbacks.Bridge.StorageGate.HoldNext(RequestMethod.Post, "/callbacks/messages");
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await callbacks.SettledAsync(1));
        Assert.Equal([503, 200], await callbacks.StatusesAsync());
    }
}
