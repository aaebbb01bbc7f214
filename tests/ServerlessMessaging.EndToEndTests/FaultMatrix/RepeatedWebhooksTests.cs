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
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        Assert.Single(await callbacks.SettledAsync(6));
        Assert.All(await callbacks.Bridge.Control.SettledWebhooksAsync(6), webhook => Assert.Equal(200, Assert.Single(webhook.GetProperty("attempts").EnumerateArray()).GetProperty("status").GetInt32()));
        Assert.Equal(6, callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.WebhookReceived));
        Assert.Single(callbacks.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Equal(5, callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackDropped));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicatesWhileTheFlowFails_KeepTheSchedule()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Status(500), FlowResponses.Status(500));
        var card = await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.Control.SettingsAsync(new { webhookDuplicates = 5 });
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        var deliveries = await callbacks.SettledAsync(6);
        Assert.Equal(3, deliveries.Count);
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Single(callbacks.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateAfterTheDelivery_IsDropped()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("BotFlows:approvals:Actions:0", "approve"));
        var body = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""");
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        await callbacks.SettledAsync(1);
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDropped);

        Assert.Single(await callbacks.SettledAsync(2));
    }

    [Fact]
    public async Task ReceiveWebhook_Reordered_PublishesEachOnce()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var first = await callbacks.SendCardAsync("invoice-1001");
        var second = await callbacks.SendCardAsync("invoice-1002");
        await callbacks.Bridge.Control.SettingsAsync(new { webhookReorder = true, webhookDuplicates = 1 });
        await callbacks.Bridge.Control.PressAsync(first, "Approve");
        await callbacks.Bridge.Control.PressAsync(second, "Approve");

        var deliveries = await callbacks.SettledAsync(4);
        Assert.Equal(["invoice-1001", "invoice-1002"], deliveries.Select(delivery => delivery.Text("requestId")).Order(StringComparer.Ordinal));
    }
}
