using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>The circuit breaker, and messages during an outage of Genesys.</summary>
[Trait("Fault", "F6")]
public sealed class BreakerTests
{
    private const string Posts = "POST /api/v2/openmessaging/";

    [Fact]
    public async Task SendQueuedMessage_Thirty503_OpenTheBreakerUntilItsProbeSucceeds()
    {
        const int count = 30;
        await using var system = await TestSystem.StartAsync(
            ("Genesys:MaxRetries", "0"), ("Genesys:BreakerMinimumThroughput", "30"), ("Genesys:BreakerDuration", "00:00:00.5"), ("Sending:MaxDeferral", "00:00:00.5"));
        await system.Control.FaultAsync(new { match = Posts, status = 503, times = count });
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => system.Storage.EnqueueAsync(SendRequests.WithId($"item-{number}"))));

        await system.Log.WaitAsync(EventIds.BreakerOpened);
        await system.Log.WaitAsync(EventIds.MessageSent, count);

        Assert.Contains(EventIds.BreakerClosed, system.Log.EventIds);
        Assert.Equal(2 * count, (await system.Control.PostsAsync()).Count);
        Assert.Equal(count, (await system.Control.MessagesAsync()).Count);
        Assert.Empty(await system.DeadLettersAsync());
        Assert.Equal(0, await system.Storage.CountAsync("messages-poison") + await system.Storage.CountAsync("messages-deferred-poison"));
    }

    [Fact]
    public async Task SendMessage_Repeated500_OpenTheBreaker()
    {
        await using var system = await TestSystem.StartAsync(("Genesys:BreakerMinimumThroughput", "3"), ("Genesys:RetryDelay", "00:00:00.01"));
        await system.SendAsync(SendRequests.Text);
        await system.Control.FaultAsync(new { match = Posts, status = 500, times = 0 });
        for (var send = 0; send < 6; send++)
        {
            Assert.Equal(202, (await system.SendAsync(SendRequests.Text)).Status);
        }

        Assert.Contains(EventIds.BreakerOpened, system.Log.EventIds);
        Assert.Contains(EventIds.NotSentBreakerOpen, system.Log.EventIds);
        Assert.Equal(HealthWord.Degraded, (await system.GetAsync("/api/health", withKey: false)).Body);
    }

    [Fact]
    public async Task SendQueuedMessage_OutageOfSevenAttempts_IsSentAfterwards()
    {
        // Short deferrals, no retries and no breaker, so that the number of attempts is what counts.
        await using var system = await TestSystem.StartAsync(
            ("Sending:MaxDeferral", "00:00:00.001"), ("Genesys:MaxRetries", "0"), ("Genesys:BreakerMinimumThroughput", "1000"));
        await system.Control.FaultAsync(new { match = Posts, status = 503, times = 0 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("waiting"));

        await system.Log.WaitAsync(EventIds.RequestDeferred, times: 7);
        var waiting = await system.RecordAsync("waiting", "deferred");
        await system.Control.ClearFaultsAsync();

        var record = await system.RecordAsync("waiting", "sent");
        Assert.True(record.Json.GetProperty("attempt").GetInt32() >= 8, record.Body);
        Assert.Equal("SM2202", waiting.Json.GetProperty("failures")[0].GetProperty("code").GetString());
        Assert.Equal(5, record.Json.GetProperty("failures").GetArrayLength());
        Assert.Single(await system.Control.MessagesAsync());
        Assert.Empty(await system.DeadLettersAsync());
        Assert.Equal(0, await system.Storage.CountAsync("messages-poison") + await system.Storage.CountAsync("messages-deferred-poison"));
        Assert.Equal(Enumerable.Range(2, system.StorageRequests.Puts.Count).Cast<int?>(), system.StorageRequests.Puts.Select(put => put.Attempt));
    }
}
