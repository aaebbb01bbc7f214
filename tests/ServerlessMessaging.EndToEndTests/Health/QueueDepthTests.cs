using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Health;

/// <summary>The timer function that measures the queues, started as an operator starts it.</summary>
public sealed class QueueDepthTests
{
    [Fact]
    public async Task MeasureQueues_ScheduledMessage_LogsDepthAndAgeOfEveryQueue()
    {
        await using var system = await TestSystem.StartAsync();
        await system.SendAsync(SendRequests.WithId("waits", $"\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddDays(1):O}\""));

        await system.StartFunctionAsync("MeasureQueues");

        await system.Log.WaitAsync(EventIds.QueueMeasured, times: QueueNames.All.Count);
        Assert.Contains("Queue messages-deferred holds 1 messages; the oldest one that is due has waited 0 s", system.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MeasureQueues_QueuesUnavailable_LogsItAndLeavesHealthAlone()
    {
        await using var system = await TestSystem.StartAsync();
        system.StorageGate.RefuseNext(RequestMethod.Get, "comp=metadata", times: QueueNames.All.Count);

        await system.StartFunctionAsync("MeasureQueues");

        await system.Log.WaitAsync(EventIds.QueuesNotMeasured);
        var health = await system.GetAsync("/api/health", withKey: false);
        Assert.Equal((200, HealthWord.Ok), (health.Status, health.Body));
    }
}
