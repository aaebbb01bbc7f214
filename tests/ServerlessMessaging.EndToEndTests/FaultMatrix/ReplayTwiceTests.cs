using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>A dead letter that is replayed twice is sent or delivered once.</summary>
[Trait("Fault", "F19")]
public sealed class ReplayTwiceTests
{
    [Fact]
    public async Task ReplayDeadLetters_RefusedMessageTwice_SendsItOnce()
    {
        await using var system = await TestSystem.StartAsync();
        await system.Control.FaultAsync(new { match = "POST /api/v2/openmessaging/", status = 400 });
        await system.Storage.EnqueueAsync(SendRequests.WithId("refused"));
        await system.Log.WaitAsync(EventIds.DeadLettered);

        var outcomes = await Task.WhenAll(ReplayAsync(system, "id=refused"), ReplayAsync(system, "id=refused"));
        var record = await system.RecordAsync("refused", "sent");
        Assert.Empty(await ReplayAsync(system, "id=refused"));

        Assert.Contains("replayed", outcomes.SelectMany(outcome => outcome));
        Assert.Equal(2, record.Json.GetProperty("attempt").GetInt32());
        await system.Storage.WaitUntilEmptyAsync("messages-deferred");
        Assert.Single(await system.Control.MessagesAsync());
        Assert.Empty(await system.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_UndeliveredEventTwice_DeliversItOnce()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Status(410)), ("BotFlows:approvals:Actions:0", "approve"));
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""));
        var id = (await callbacks.WaitForDeadLetterAsync()).GetProperty("id").GetString();

        var outcomes = await Task.WhenAll(ReplayAsync(callbacks.Bridge, $"id={id}"), ReplayAsync(callbacks.Bridge, $"id={id}"));
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDelivered);
        await callbacks.SettledAsync(1);
        Assert.Empty(await ReplayAsync(callbacks.Bridge, $"id={id}"));

        Assert.Contains("replayed", outcomes.SelectMany(outcome => outcome));
        // The failed delivery and the successful one.
        Assert.Equal(2, callbacks.Flow.Deliveries.Count);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    private static async Task<IReadOnlyList<string?>> ReplayAsync(TestSystem system, string query)
    {
        var response = await system.PostAsync($"/api/operator/dead-letters/replay?{query}", string.Empty);
        Assert.True(response.Status == 200, response.ToString());
        return [.. response.Items.Select(item => item.GetProperty("outcome").GetString())];
    }
}
