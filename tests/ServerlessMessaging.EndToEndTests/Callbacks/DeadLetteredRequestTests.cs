using System.Text;
using System.Text.Json;
using Azure.Core;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>What was set aside or interrupted on the way back is not lost.</summary>
public sealed class DeadLetteredRequestTests
{
    private static readonly (string Key, string Value) ByAction = ("BotFlows:approvals:Actions:0", "approve");

    [Fact]
    public async Task What_the_host_gave_up_is_a_dead_letter_and_can_be_replayed()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ByAction);
        var envelope = JsonSerializer.Serialize(new
        {
            v = 1,
            content = new { kind = "webhook", receivedAt = TimeProvider.System.GetUtcNow(), attempt = 1 },
            payload = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""),
        });
        await scene.Bridge.Storage.EnqueueAsync(envelope, QueueNames.CallbacksPoison);

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal(QueueNames.Callbacks, deadLetter.GetProperty("queue").GetString());
        Assert.Empty(scene.Flow.Deliveries);
        // The dead letter is written first, then the delivery's record: until then a replay finds it in progress.
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackDeadLettered);
        await scene.Bridge.PostAsync($"/api/operator/dead-letters/replay?id={deadLetter.GetProperty("id").GetString()}", string.Empty);
        Assert.Equal("approve", Assert.Single(await scene.Flow.WaitAsync(1)).Data.GetProperty("payload").GetProperty("action").GetString());
    }

    [Fact]
    public async Task What_came_too_late_is_delivered_only_with_force()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ByAction, ("Callbacks:MaxWebhookAge", "00:10:00"));
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"id":"m-1","type":"Structured","direction":"Inbound","channel":{"from":{"id":"u-1"},"time":"{{{TimeProvider.System.GetUtcNow().AddMinutes(-11):O}}}"},"content":[{"contentType":"ButtonResponse","buttonResponse":{"text":"Approve","payload":"{\"action\":\"approve\"}"}}]}""");
        Assert.Equal(200, await scene.ReceiveSignedAsync(body));
        Assert.Equal("SM2302", (await scene.WaitForDeadLetterAsync()).GetProperty("code").GetString());

        var refused = await scene.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM2302", string.Empty);
        Assert.Equal("unusable", Assert.Single(refused.Items).GetProperty("outcome").GetString());
        Assert.Empty(scene.Flow.Deliveries);
        var replayed = await scene.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM2302&force=true", string.Empty);
        Assert.Equal("replayed", Assert.Single(replayed.Items).GetProperty("outcome").GetString());
        Assert.Single(await scene.Flow.WaitAsync(1));
    }

    [Theory]
    [InlineData("POST", "/EventDeliveries")]
    [InlineData("GET", "RowKey='message-")]
    public async Task A_refusal_of_storage_before_the_delivery_only_delays_it(string method, string addressPart)
    {
        await using var scene = await CallbackSystem.StartAsync();
        var card = await scene.SendCardAsync("invoice-1001");
        scene.Bridge.StorageGate.RefuseNext(RequestMethod.Parse(method), addressPart, times: 2);
        await scene.Bridge.Control.PressAsync(card, "Approve");

        Assert.Equal("invoice-1001", Assert.Single(await scene.SettledAsync(1)).Text("requestId"));
        Assert.Equal(2, scene.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackStorageUnavailable));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task Nothing_that_anybody_said_and_no_secret_stands_in_the_log()
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Status(500), FlowResponses.Say("a-secret-reply"), FlowResponses.Reply("""{"type":"a-secret-type"}"""));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");
        await scene.SettledAsync(1);
        await scene.Bridge.Control.SayAsync("a-secret-sentence");
        await scene.SettledAsync(2);
        await scene.ReceiveSignedAsync("a-secret-rubbish"u8.ToArray());
        await scene.Bridge.Log.WaitAsync(EventIds.DeadLettered, times: 2);

        foreach (var secret in new[] { "a-secret", "accepted", CallbackSystem.ImBack, CallbackSystem.FlowSecret, "recipient@example.com", DevelopmentValues.WebhookSecret })
        {
            Assert.DoesNotContain(secret, scene.Bridge.Log.Text, StringComparison.Ordinal);
        }
    }
}
