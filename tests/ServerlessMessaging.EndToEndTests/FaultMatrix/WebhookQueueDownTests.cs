using Azure.Core;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A webhook that no queue holds is never acknowledged: Genesys sends it again, and the flow gets it once.</summary>
[Trait("Fault", "F14")]
public sealed class WebhookQueueDownTests
{
    [Fact]
    public async Task ReceiveWebhook_QueueUnavailable_Is503AndPublishedOnceLater()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        scene.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/callbacks/messages", times: 4);
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await scene.SettledAsync(1));
        Assert.Equal([503, 503, 200], await scene.StatusesAsync());
        Assert.Equal(2, scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookNotQueued));
    }

    [Fact]
    public async Task ReceiveWebhook_QueueRefusesOnce_Is200()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        scene.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/callbacks/messages");
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await scene.SettledAsync(1));
        Assert.Equal([200], await scene.StatusesAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_QueueHangs_Is503BeforeGenesysTimesOut()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        scene.Bridge.StorageGate.HoldNext(RequestMethod.Post, "/callbacks/messages");
        scene.Bridge.StorageGate.HoldNext(RequestMethod.Post, "/callbacks/messages");
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await scene.SettledAsync(1));
        Assert.Equal([503, 200], await scene.StatusesAsync());
    }
}
