using Azure.Core;
using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A replayed message is dead-lettered again before its replay deletes the dead-letter message that it replayed.</summary>
[Trait("Fault", "F25")]
public sealed class SlowDeadLetterDeleteTests
{
    private const int Count = 20;
    private const string DeadLetters = "/dead-letters/";

    [Fact]
    public async Task ReplayDeadLetters_EventRefusedAgainBeforeTheDelete_KeepsEveryEvent()
    {
        var flow = await TestFlow.StartAsync();
        flow.DefaultResponse = FlowResponses.Status(410);
        await using var callbacks = await CallbackSystem.StartAsync(flow, ("BotFlows:approvals:Actions:0", "approve"));
        for (var number = 0; number < Count; number++)
        {
            Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound($"m-{number}", "Approve", """{"action":"approve"}""")));
        }

        await callbacks.Bridge.Log.WaitAsync(EventIds.DeadLettered, Count);
        await callbacks.SettledAsync(Count);
        var before = await IdsAsync(callbacks.Bridge);

        await ReplayWithSlowDeletesAsync(callbacks.Bridge, "queue=callbacks");
        await callbacks.SettledAsync(Count);

        Assert.Equal(Count, before.Count);
        Assert.Equal(before, await IdsAsync(callbacks.Bridge));
        Assert.Equal(2 * Count, callbacks.Flow.Deliveries.Count);
    }

    [Fact]
    public async Task ReplayDeadLetters_RequestRefusedAgainBeforeTheDelete_KeepsEveryRequest()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400, times = 0 });
        for (var number = 0; number < Count; number++)
        {
            await system.Storage.EnqueueAsync(SendRequests.WithId($"refused-{number}"));
        }

        await system.Log.WaitAsync(EventIds.DeadLettered, Count);
        await system.Storage.WaitUntilEmptyAsync("messages");
        var before = await IdsAsync(system);

        await ReplayWithSlowDeletesAsync(system, "code=SM2007");
        await system.Storage.WaitUntilEmptyAsync("messages-deferred");

        Assert.Equal(Count, before.Count);
        Assert.Equal(before, await IdsAsync(system));
    }

    // Each delete is held until its message is a dead-letter message again.
    private static async Task ReplayWithSlowDeletesAsync(TestSystem system, string query)
    {
        var held = Enumerable.Range(0, Count).Select(_ => system.StorageGate.HoldNext(RequestMethod.Delete, DeadLetters)).ToList();
        var replaying = system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty);
        for (var number = 0; number < Count; number++)
        {
            await held[number].ReachedAsync();
            await system.Log.WaitAsync(EventIds.DeadLettered, Count + number + 1);
            held[number].Release();
        }

        var response = await replaying;
        Assert.Equal(Enumerable.Repeat("replayed", Count), response.Items.Select(item => item.GetProperty("outcome").GetString()));
    }

    private static async Task<IReadOnlyList<string?>> IdsAsync(TestSystem system) =>
        [.. (await system.DeadLettersAsync()).Select(deadLetter => deadLetter.GetProperty("id").GetString()).Distinct().Order(StringComparer.Ordinal)];
}
