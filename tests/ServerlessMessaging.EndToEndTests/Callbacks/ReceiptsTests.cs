using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>What Genesys tells of a message stands in its record, and the flow that asked for it hears of it once.</summary>
public sealed class ReceiptsTests
{
    private const string Notified = "\"replyTo\":\"approvals\",\"notify\":true";

    [Fact]
    public async Task ReceiveWebhook_DeliveredReceipt_UpdatesTheRecordAndTheFlow()
    {
        await using var scene = await StartAsync("delivered");
        await scene.SendCardAsync("invoice-1001", Notified);
        await scene.Bridge.RecordAsync("invoice-1001", "delivered");

        await AssertPublishedAsync(scene, "sent", "delivered", null);
    }

    [Fact]
    public async Task ReceiveWebhook_FailedReceipt_NamesTheReason()
    {
        await using var scene = await StartAsync("failed");
        await scene.SendCardAsync("invoice-1001", Notified);
        var record = await scene.Bridge.RecordAsync("invoice-1001", "failed");

        Assert.Equal("SM2008", record.Json.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.Contains("GeneralError", record.Body, StringComparison.Ordinal);
        await AssertPublishedAsync(scene, "sent", "failed", "SM2008");
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateReceipts_ArePublishedOnce()
    {
        await using var scene = await StartAsync("delivered", duplicates: 5);
        await scene.SendCardAsync("invoice-1001", Notified);
        await scene.Bridge.RecordAsync("invoice-1001", "delivered");
        await scene.SettledAsync(6);

        await AssertPublishedAsync(scene, "sent", "delivered", null);
        Assert.Single(scene.Bridge.Log.EventIds, EventIds.ReceiptRecorded);
    }

    [Fact]
    public async Task ReceiveWebhook_NotifyNotSet_PublishesTheReceiptOnly()
    {
        await using var scene = await StartAsync("delivered");
        await scene.SendCardAsync("invoice-1001");
        await scene.Bridge.RecordAsync("invoice-1001", "delivered");

        Assert.Equal("serverlessmessaging.receipt.v1", Assert.Single(await scene.SettledAsync(1)).Type);
    }

    [Fact]
    public async Task ReceiveWebhook_ReceiptWithoutReplyTo_UpdatesTheRecordOnly()
    {
        await using var scene = await StartAsync("delivered");
        await scene.SendCardAsync("invoice-1001", "\"notify\":false");
        await scene.Bridge.RecordAsync("invoice-1001", "delivered");

        Assert.Empty(await scene.SettledAsync(1));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_ReceiptOfAnUnknownMessage_IsTriedTwiceAndDropped()
    {
        await using var scene = await CallbackSystem.StartAsync();
        await scene.Bridge.Control.WebhookAsync(
            """{"id":"m-unknown","channel":{"id":"i-1","to":{"id":"u-1"}},"type":"Receipt","status":"Delivered","isFinalReceipt":true,"direction":"Outbound"}""");
        await scene.Bridge.Log.WaitAsync(EventIds.ReceiptWithoutRequest);

        Assert.Empty(await scene.SettledAsync(1));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        Assert.Equal([1, 2], scene.Bridge.StorageRequests.Puts.Where(put => put.Queue == QueueNames.Callbacks).Select(put => put.Attempt));
    }

    [Fact]
    public async Task SendMessage_RefusedByGenesys_PublishesFailed()
    {
        await using var scene = await CallbackSystem.StartAsync();
        await scene.Bridge.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await scene.Bridge.SendAsync(SendRequests.WithId("refused", Notified));

        var told = Assert.Single(await scene.Flow.WaitAsync(1));
        await scene.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        Assert.Equal(("serverlessmessaging.send.v1", "refused", "failed"), (told.Type, told.Text("requestId"), told.Text("status")));
        Assert.StartsWith("SM2", told.Data.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Single(scene.Flow.Deliveries);
    }

    private static async Task<CallbackSystem> StartAsync(string receipts, int duplicates = 0)
    {
        var scene = await CallbackSystem.StartAsync();
        await scene.Bridge.Control.SettingsAsync(new { receipts, webhookDuplicates = duplicates });
        return scene;
    }

    // The two states and the receipt, each once.
    private static async Task AssertPublishedAsync(CallbackSystem scene, string first, string last, string? reason)
    {
        await scene.Flow.WaitAsync(3);
        var deliveries = await scene.SettledAsync(1);
        var states = deliveries.Where(delivery => delivery.Type == "serverlessmessaging.send.v1").ToDictionary(delivery => delivery.Text("status")!);
        var receipt = Assert.Single(deliveries, delivery => delivery.Type == "serverlessmessaging.receipt.v1");

        Assert.Equal(3, deliveries.Count);
        Assert.Equal(new[] { first, last }.Order(StringComparer.Ordinal), states.Keys.Order(StringComparer.Ordinal));
        Assert.All(deliveries, delivery => Assert.Equal(("invoice-1001", "approvals"), (delivery.Text("requestId"), delivery.Text("replyTo"))));
        Assert.Equal(last, receipt.Text("status"));
        Assert.Equal(reason, states[last].Data.TryGetProperty("reasons", out var reasons) ? reasons[0].GetString() : null);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(deliveries);
    }
}
