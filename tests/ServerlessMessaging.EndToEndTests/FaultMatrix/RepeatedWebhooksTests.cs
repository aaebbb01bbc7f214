using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Genesys delivers at least once and in any order; a flow gets each event once.</summary>
[Trait("Fault", "F13")]
public sealed class RepeatedWebhooksTests
{
    [Fact]
    public async Task ReceiveWebhook_SixDeliveries_PublishOneEvent()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await scene.SettledAsync(6));
        Assert.All(await scene.Bridge.Control.SettledWebhooksAsync(6), webhook => Assert.Equal(200, Assert.Single(webhook.GetProperty("attempts").EnumerateArray()).GetProperty("status").GetInt32()));
        Assert.Equal(6, scene.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived));
        Assert.Single(scene.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Equal(5, scene.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackDropped));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicatesWhileTheFlowFails_KeepTheSchedule()
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Status(500), FlowResponses.Status(500));
        var card = await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await scene.Bridge.Control.PressAsync(card, "Approve");

        var deliveries = await scene.SettledAsync(6);
        Assert.Equal(3, deliveries.Count);
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Single(scene.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateAfterTheDelivery_IsDropped()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("BotFlows:approvals:Actions:0", "approve"));
        var body = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""");
        Assert.Equal(200, await scene.ReceiveSignedAsync(body));
        await scene.SettledAsync(1);
        Assert.Equal(200, await scene.ReceiveSignedAsync(body));
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackDropped);

        Assert.Single(await scene.SettledAsync(2));
    }

    [Fact]
    public async Task ReceiveWebhook_Reordered_PublishesEachOnce()
    {
        await using var scene = await CallbackSystem.StartAsync();
        var first = await scene.SendCardAsync("invoice-1001");
        var second = await scene.SendCardAsync("invoice-1002");
        await scene.Bridge.Control.SettingsAsync(new { webhookReorder = true, webhookDuplicates = 1 });
        await scene.Bridge.Control.PressAsync(first, "Approve");
        await scene.Bridge.Control.PressAsync(second, "Approve");

        var deliveries = await scene.SettledAsync(4);
        Assert.Equal(["invoice-1001", "invoice-1002"], deliveries.Select(delivery => delivery.Text("requestId")).Order(StringComparer.Ordinal));
    }
}
