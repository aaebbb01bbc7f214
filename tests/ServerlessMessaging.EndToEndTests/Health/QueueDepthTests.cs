using Azure.Core;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.EndToEndTests.Health;

/// <summary>Whoever asks after the health makes the queues be measured.</summary>
public sealed class QueueDepthTests
{
    [Fact]
    public async Task A_probe_measures_every_queue_once_a_minute()
    {
        await using var system = await TestSystem.StartAsync();
        await system.SendAsync(SendRequests.WithId("waits", $"\"sendAt\":\"{TimeProvider.System.GetUtcNow().AddDays(1):O}\""));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => system.GetAsync("/api/health", withKey: false)));
        await system.GetAsync("/api/operator/health");

        Assert.Equal(QueueNames.All.Count, system.Log.EventIds.Count(id => id == EventIds.QueueMeasured));
        Assert.Contains("Queue messages-later holds 1 messages; the oldest that could be taken has waited 0 s", system.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queues_that_cannot_be_measured_make_nobody_unhealthy()
    {
        await using var system = await TestSystem.StartAsync();
        system.StorageGate.RefuseNext(RequestMethod.Get, "comp=metadata", times: QueueNames.All.Count);

        Assert.Equal((200, HealthWord.Ok), await AnswerAsync(system));
        Assert.Single(system.Log.EventIds, EventIds.QueuesNotMeasured);
    }

    private static async Task<(int, string)> AnswerAsync(TestSystem system)
    {
        var answer = await system.GetAsync("/api/health", withKey: false);
        return (answer.Status, answer.Body);
    }
}
