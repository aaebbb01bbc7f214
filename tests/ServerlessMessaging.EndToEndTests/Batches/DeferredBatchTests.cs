using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Batches;

/// <summary>Items of a batch that are deferred, or cannot be sent.</summary>
public sealed class DeferredBatchTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    [Fact]
    public async Task SendMessageBatch_RespondAsync_AcceptsEachAndSendsIt()
    {
        await using var system = await TestSystem.StartAsync();

        var response = await system.SendBatchAsync(
            SendRequests.Batch(SendRequests.WithId("a"), SendRequests.Event("b"), SendRequests.To("{}")), ("Prefer", "respond-async"));

        Assert.Equal((200, "respond-async"), (response.Status, Assert.Single(response.Headers.GetValues("Preference-Applied"))));
        Assert.Equal([(202, ""), (202, ""), (422, "SM1100")], response.Outcomes);
        Assert.Equal(2, system.StorageRequests.Puts.Count);
        await system.RecordAsync("a", "sent");
        await system.RecordAsync("b", "sent");
        Assert.Equal(2, (await system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_ScheduledItem_WaitsAlone()
    {
        await using var system = await TestSystem.StartAsync();
        var sendAt = TimeProvider.System.GetUtcNow().AddSeconds(2);

        var response = await system.SendBatchAsync(SendRequests.Batch(
            SendRequests.WithId("now"), SendRequests.WithId("soon", $"\"sendAt\":\"{sendAt:O}\"")));

        Assert.Equal([(200, ""), (202, "")], response.Outcomes);
        Assert.Equal("scheduled", response.Items[1].GetProperty("status").GetString());
        await system.RecordAsync("soon", "sent");
        Assert.InRange((await system.Control.PostsAsync())[1].GetProperty("at").GetDateTimeOffset(), sendAt, DateTimeOffset.MaxValue);
    }

    [Fact]
    public async Task SendMessageBatch_GenesysUnavailable_DefersEachItem()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:MaxRetries", "0"));
        await system.Control.FaultAsync(new { match = Posts, status = 503 });
        await system.Control.FaultAsync(new { match = Posts, status = 429, retryAfter = 1 });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("a"), SendRequests.WithId("b"), SendRequests.WithId("c")));

        Assert.Equal([200, 202, 202], response.Outcomes.Select(outcome => outcome.Status).Order());
        foreach (var id in new[] { "a", "b", "c" })
        {
            await system.RecordAsync(id, "sent");
        }

        Assert.Equal(3, (await system.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task SendMessageBatch_BudgetUsedUp_DefersTheRest()
    {
        await using var system = await TestSystem.StartAsync(("Sending:BatchBudget", "00:00:01"), ("Genesys:MinimumAttempt", "00:00:00.9"));
        await system.Control.FaultAsync(new { match = "GET /api/v2/users", delay = 2 });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("a"), SendRequests.WithId("b")));

        Assert.Equal([(202, ""), (202, "")], response.Outcomes);
        Assert.Contains(EventIds.TimeBudgetExceeded, system.Log.EventIds);
        await system.RecordAsync("a", "sent");
        await system.RecordAsync("b", "sent");
    }

    [Fact]
    public async Task SendMessageBatch_ClientRefused_Is503ForEach()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.ClientAsync(new { secret = "another" });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("a"), SendRequests.Event("b")));

        Assert.Equal([(503, "SM2101"), (503, "SM2101")], response.Outcomes);
        Assert.All(response.Items, item => Assert.InRange(item.GetProperty("retryAfter").GetInt32(), 1, 60));
        Assert.Equal("failed", (await system.GetAsync("/api/messages/b")).Json.GetProperty("status").GetString());
    }

    [Fact]
    public async Task SendMessageBatch_StorageUnavailable_Is503ForEachAndSendsNone()
    {
        await using var system = await TestSystem.StartAsync();
        system.StorageGate.RefuseNext(Azure.Core.RequestMethod.Post, "/MessageRecords", times: 2);

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("a"), SendRequests.Event("b")));

        Assert.Equal([(503, "SM4004"), (503, "SM4004")], response.Outcomes);
        Assert.Empty(await system.Control.MessagesAsync());
    }

    [Fact]
    public async Task SendMessageBatch_LostResponseUnderPark_Is504ForThatItemOnly()
    {
        await using var system = await TestSystem.StartAsync(("Records:OnUnknownOutcome", "Park"));
        await system.SendAsync(SendRequests.Text);
        await system.Control.FaultAsync(new { match = Posts, dropConnection = true, when = "after" });

        var response = await system.SendBatchAsync(SendRequests.Batch(SendRequests.WithId("lost"), SendRequests.Event("other")));

        Assert.Equal([(504, "SM2204"), (200, "")], response.Outcomes);
        Assert.Equal("unknown", (await system.GetAsync("/api/messages/lost")).Json.GetProperty("status").GetString());
    }
}
