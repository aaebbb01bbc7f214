using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Receipts update the record of a message and are published once to the flow that asked for them.</summary>
public sealed class ReceiptsTests
{
    private const string Notified = "\"replyTo\":\"approvals\",\"notify\":true";

    [Fact]
    public async Task ReceiveWebhook_DeliveredReceipt_UpdatesTheRecordAndTheFlow()
    {
        await using var callbacks = await StartAsync("delivered");
        await callbacks.SendCardAsync("invoice-1001", Notified);
        await callbacks.Bridge.RecordAsync("invoice-1001", "delivered");

        await AssertPublishedAsync(callbacks, "sent", "delivered", null);
    }

    [Fact]
    public async Task ReceiveWebhook_FailedReceipt_NamesTheReason()
    {
        await using var callbacks = await StartAsync("failed");
        await callbacks.SendCardAsync("invoice-1001", Notified);
        var record = await callbacks.Bridge.RecordAsync("invoice-1001", "failed");

        Assert.Equal("SM2008", record.Json.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.Contains("GeneralError", record.Body, StringComparison.Ordinal);
        await AssertPublishedAsync(callbacks, "sent", "failed", "SM2008");
    }

    [Fact]
    public async Task ReceiveWebhook_FailureThatIsNotFinal_NeverSendsTheMessageTwice()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var messageId = await callbacks.SendCardAsync("invoice-1001", Notified);
        string Receipt(string status, string isFinal) =>
            $$$"""{"id":"{{{messageId}}}","channel":{"id":"i-1","to":{"id":"u-1"}},"type":"Receipt","status":"{{{status}}}","reasons":{"message":"The phone is switched off"},"isFinalReceipt":{{{isFinal}}},"direction":"Outbound"}""";

        await callbacks.Bridge.Control.WebhookAsync(Receipt("Failed", "false"));
        await callbacks.Bridge.Log.WaitAsync(EventIds.ReceiptNotFinal);
        Assert.Equal(messageId, await callbacks.SendCardAsync("invoice-1001", Notified));
        Assert.Single(await callbacks.Bridge.Control.MessagesAsync());
        Assert.Contains("Not final. The phone is switched off", (await callbacks.Bridge.RecordAsync("invoice-1001", "sent")).Body, StringComparison.Ordinal);

        await callbacks.Bridge.Control.WebhookAsync(Receipt("Failed", "true"));
        await callbacks.Bridge.RecordAsync("invoice-1001", "failed");
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateReceipts_ArePublishedOnce()
    {
        await using var callbacks = await StartAsync("delivered", duplicates: 5);
        await callbacks.SendCardAsync("invoice-1001", Notified);
        await callbacks.Bridge.RecordAsync("invoice-1001", "delivered");
        await callbacks.SettledAsync(6);

        await AssertPublishedAsync(callbacks, "sent", "delivered", null);
        Assert.Single(callbacks.Bridge.Log.EventIds, EventIds.ReceiptRecorded);
    }

    [Fact]
    public async Task ReceiveWebhook_NotifyNotSet_PublishesTheReceiptOnly()
    {
        await using var callbacks = await StartAsync("delivered");
        await callbacks.SendCardAsync("invoice-1001");
        await callbacks.Bridge.RecordAsync("invoice-1001", "delivered");

        Assert.Equal("serverlessmessaging.receipt.v1", Assert.Single(await callbacks.SettledAsync(1)).Type);
    }

    [Fact]
    public async Task ReceiveWebhook_ReceiptWithoutReplyTo_UpdatesTheRecordOnly()
    {
        await using var callbacks = await StartAsync("delivered");
        await callbacks.SendCardAsync("invoice-1001", "\"notify\":false");
        await callbacks.Bridge.RecordAsync("invoice-1001", "delivered");

        Assert.Empty(await callbacks.SettledAsync(1));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReceiveWebhook_ReceiptOfAnUnknownMessage_IsTriedTwiceAndDropped()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        await callbacks.Bridge.Control.WebhookAsync(
            """{"id":"m-unknown","channel":{"id":"i-1","to":{"id":"u-1"}},"type":"Receipt","status":"Delivered","isFinalReceipt":true,"direction":"Outbound"}""");
        await callbacks.Bridge.Log.WaitAsync(EventIds.ReceiptNotMatched);

        Assert.Empty(await callbacks.SettledAsync(1));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        Assert.Equal([1, 2], callbacks.Bridge.StorageRequests.Puts.Where(put => put.Queue == QueueNames.Callbacks).Select(put => put.Attempt));
    }

    [Fact]
    public async Task SendMessage_RefusedByGenesys_PublishesFailed()
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        await callbacks.Bridge.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await callbacks.Bridge.SendAsync(SendRequests.WithId("refused", Notified));

        var published = Assert.Single(await callbacks.Flow.WaitAsync(1));
        await callbacks.Bridge.Storage.WaitUntilEmptyAsync(QueueNames.Callbacks);
        Assert.Equal(("serverlessmessaging.send.v1", "refused", "failed"), (published.Type, published.Text("requestId"), published.Text("status")));
        Assert.StartsWith("SM2", published.Data.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        Assert.Single(callbacks.Flow.Deliveries);
    }

    private static async Task<CallbackSystem> StartAsync(string receipts, int duplicates = 0)
    {
        var callbacks = await CallbackSystem.StartAsync();
        await callbacks.Bridge.Control.SettingsAsync(new { receipts, webhookDuplicates = duplicates });
        return callbacks;
    }

    // The two states and the receipt, each once.
    private static async Task AssertPublishedAsync(CallbackSystem callbacks, string first, string last, string? reason)
    {
        await callbacks.Flow.WaitAsync(3);
        var deliveries = await callbacks.SettledAsync(1);
        var states = deliveries.Where(delivery => delivery.Type == "serverlessmessaging.send.v1").ToDictionary(delivery => delivery.Text("status")!);
        var receipt = Assert.Single(deliveries, delivery => delivery.Type == "serverlessmessaging.receipt.v1");

        Assert.Equal(3, deliveries.Count);
        Assert.Equal(new[] { first, last }.Order(StringComparer.Ordinal), states.Keys.Order(StringComparer.Ordinal));
        Assert.All(deliveries, delivery => Assert.Equal(("invoice-1001", "approvals"), (delivery.Text("requestId"), delivery.Text("replyTo"))));
        Assert.Equal(last, receipt.Text("status"));
        Assert.Equal(reason, states[last].Data.TryGetProperty("reasons", out var reasons) ? reasons[0].GetString() : null);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(deliveries);
    }
}
