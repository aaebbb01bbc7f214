using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>However often somebody replays a dead letter, what it holds happens once.</summary>
[Trait("Fault", "F19")]
public sealed class ReplayTwiceTests
{
    [Fact]
    public async Task ReplayDeadLetters_RefusedMessageTwice_SendsItOnce()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("mended"));
        await system.Log.WaitAsync(EventIds.DeadLettered);

        var outcomes = await Task.WhenAll(ReplayAsync(system, "id=mended"), ReplayAsync(system, "id=mended"));
        var record = await system.RecordAsync("mended", "sent");
        Assert.Empty(await ReplayAsync(system, "id=mended"));

        Assert.Contains("replayed", outcomes.SelectMany(outcome => outcome));
        Assert.Equal(2, record.Json.GetProperty("attempt").GetInt32());
        await system.Storage.WaitUntilEmptyAsync("messages-deferred");
        Assert.Single(await system.Control.MessagesAsync());
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_UndeliveredEventTwice_DeliversItOnce()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Status(410)), ("BotFlows:approvals:Actions:0", "approve"));
        await scene.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""));
        var id = (await scene.WaitForDeadLetterAsync()).GetProperty("id").GetString();

        var outcomes = await Task.WhenAll(ReplayAsync(scene.Bridge, $"id={id}"), ReplayAsync(scene.Bridge, $"id={id}"));
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackDelivered);
        await scene.SettledAsync(1);
        Assert.Empty(await ReplayAsync(scene.Bridge, $"id={id}"));

        Assert.Contains("replayed", outcomes.SelectMany(outcome => outcome));
        // The one that was refused, and the one that was taken.
        Assert.Equal(2, scene.Flow.Deliveries.Count);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    private static async Task<IReadOnlyList<string?>> ReplayAsync(TestSystem system, string query)
    {
        var response = await system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty);
        Assert.True(response.Status == 200, response.ToString());
        return [.. response.Items.Select(item => item.GetProperty("outcome").GetString())];
    }
}
