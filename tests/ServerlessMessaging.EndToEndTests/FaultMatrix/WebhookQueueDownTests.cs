using Azure.Core;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A webhook that no queue holds is never acknowledged: Genesys sends it again, and the flow gets it once.</summary>
public sealed class WebhookQueueDownTests
{
    [Fact]
    public async Task F14_What_no_queue_took_comes_again_and_is_one_event()
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
    public async Task F14_One_refusal_of_the_queue_is_not_Genesys_concern()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        scene.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/callbacks/messages");
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await scene.SettledAsync(1));
        Assert.Equal([200], await scene.StatusesAsync());
    }

    [Fact]
    public async Task F14_A_queue_that_hangs_does_not_cost_Genesys_patience()
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
