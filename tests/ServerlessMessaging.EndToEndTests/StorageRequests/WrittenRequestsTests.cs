using System.Text.Json;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.StorageRequests;

/// <summary>Every write keeps to the limits of Azure. Each test system asserts it at its end; these tests ensure that each kind of write is checked.</summary>
public sealed class WrittenRequestsTests
{
    [Fact]
    public async Task StorageRequests_EveryKindOfSend_KeepToTheLimitsOfAzure()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 503 });
        await system.SendAsync(LargeRequests.Carousel("deferred", '漢', 2048));
        await system.SendAsync(SendRequests.WithId("cancelled", $"\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddDays(5):O}\""));
        await system.DeleteAsync("/api/messages/cancelled");
        await system.Storage.EnqueueAsync("this is no JSON");
        await system.Storage.EnqueueAsync(SendRequests.WithId("poisoned"), "messages-poison");
        await system.Log.WaitAsync(EventIds.DeadLettered, times: 2);
        await system.PostAsync("/api/operator/dead-letters/replay?id=poisoned", string.Empty);
        await system.DeleteAsync("/api/operator/dead-letters?code=SM1001");
        await system.RecordAsync("deferred", "sent");
        await system.RecordAsync("poisoned", "sent");

        Assert.Empty(system.StorageRequests.Faults);
        Assert.InRange(system.StorageRequests.Checked.Messages, 3, int.MaxValue);
        Assert.InRange(system.StorageRequests.Checked.Metadata, 2, int.MaxValue);
        Assert.InRange(system.StorageRequests.Checked.Entities, 10, int.MaxValue);
        Assert.Equal(
            ContainerNames.All.Concat(TableNames.All.Except([TableNames.EventDeliveries])).Append(QueueNames.MessagesDeferred).Order(),
            system.StorageRequests.Written.Order());
    }

    [Fact]
    public async Task StorageRequests_EveryKindOfCallback_KeepToTheLimitsOfAzure()
    {
        await using var callbacks = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(FlowResponses.Status(500), FlowResponses.ReplyText("Thank you"), FlowResponses.ReplyText("Thank you")),
            ("BotFlows:queued:Queue", "flow-events"),
            ("BotFlows:queued:Actions:0", "queue"));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("notified", "\"replyTo\":\"approvals\",\"notify\":true"), "Approve");
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Go", """{"action":"queue"}"""));
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-2", new string('漢', 60_000)));
        await callbacks.SettledAsync(3);

        Assert.Empty(callbacks.Bridge.StorageRequests.Faults);
        Assert.Equal(
            ContainerNames.All.Concat(TableNames.All).Append(QueueNames.MessagesDeferred).Append(QueueNames.Callbacks).Append("flow-events").Order(),
            callbacks.Bridge.StorageRequests.Written.Order());
        Assert.Contains(callbacks.Bridge.StorageRequests.Puts, put => put.Queue == QueueNames.Callbacks && put.Attempt == 2 && put.Visibility == TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task StorageRequests_LargestRecordAndIndex_Fit()
    {
        await using var system = await TestSystem.StartAsync(
            ("Genesys:MaxRetries", "0"), ("Genesys:BreakerMinimumThroughput", "1000"), ("Sending:MaxDeferral", "00:00:00.001"));
        await system.Control.FaultAsync(new { match = "POST /api/v2/conversations/messages/agentless", status = 503, times = 4 });
        await system.Control.FaultAsync(new { match = "POST /api/v2/conversations/messages/agentless", dropConnection = true });
        var id = new string('i', 128);
        var request = JsonSerializer.Serialize(new
        {
            id,
            to = new { customer = new { id = new string('漢', 256), integrationId = DevelopmentRecipients.IntegrationId } },
            message = new
            {
                type = "carousel",
                cards = Enumerable.Range(0, 10).Select(card => new
                {
                    title = $"Card {card}",
                    actions = Enumerable.Range(0, 3).Select(action => new { type = "imBack", title = "Go", payload = $"{card} {action}" }),
                }),
            },
            replyTo = new string('r', 64),
            notify = true,
        });

        await system.Storage.EnqueueAsync(request);

        var record = await system.RecordAsync(id, "sent");
        Assert.Equal((5, 1), (record.Json.GetProperty("failures").GetArrayLength(), record.Json.GetProperty("unknownOutcomes").GetInt32()));
        Assert.Equal(256, JsonDocument.Parse((await system.Records.ReadAsync(id)).GetString("To")).RootElement.GetProperty("customer").GetProperty("id").GetString()!.Length);
        Assert.Contains(await system.Records.RowsAsync(TableNames.RequestIndex), row => row.RowKey.StartsWith("conversation-", StringComparison.Ordinal));
        Assert.DoesNotContain(EventIds.IndexNotWritten, system.Log.EventIds);
    }
}
