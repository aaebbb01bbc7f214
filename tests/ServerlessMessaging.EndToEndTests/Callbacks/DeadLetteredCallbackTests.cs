using System.Text;
using System.Text.Json;
using Azure.Core;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Callbacks that were dead-lettered or interrupted are not lost.</summary>
public sealed class DeadLetteredCallbackTests
{
    private static readonly (string Key, string Value) ByAction = ("BotFlows:approvals:Actions:0", "approve");

    [Fact]
    public async Task DeliverCallback_PoisonMessage_BecomesADeadLetterThatCanBeReplayed()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ByAction);
        var envelope = JsonSerializer.Serialize(new
        {
            v = 1,
            content = new { kind = "webhook", receivedAt = TimeProvider.System.GetUtcNow(), attempt = 1 },
            payload = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""),
        });
        await callbacks.Bridge.Storage.EnqueueAsync(envelope, QueueNames.CallbacksPoison);

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal(QueueNames.Callbacks, deadLetter.GetProperty("queue").GetString());
        Assert.Empty(callbacks.Flow.Deliveries);
        // The dead letter is written first, then the delivery's record: until then a replay finds it in progress.
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDeadLettered);
        await callbacks.Bridge.PostAsync($"/api/operator/dead-letters/replay?id={deadLetter.GetProperty("id").GetString()}", string.Empty);
        Assert.Equal("approve", Assert.Single(await callbacks.Flow.WaitAsync(1)).Data.GetProperty("payload").GetProperty("action").GetString());
    }

    [Fact]
    public async Task ReplayDeadLetters_WebhookTooOld_IsDeliveredOnlyWithForce()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ByAction, ("Callbacks:MaxWebhookAge", "00:10:00"));
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"id":"m-1","type":"Structured","direction":"Inbound","channel":{"from":{"id":"u-1"},"time":"{{{TimeProvider.System.GetUtcNow().AddMinutes(-11):O}}}"},"content":[{"contentType":"ButtonResponse","buttonResponse":{"text":"Approve","payload":"{\"action\":\"approve\"}"}}]}""");
        Assert.Equal(200, await callbacks.ReceiveSignedAsync(body));
        Assert.Equal("SM2302", (await callbacks.WaitForDeadLetterAsync()).GetProperty("code").GetString());

        var refused = await callbacks.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM2302", string.Empty);
        Assert.Equal("unusable", Assert.Single(refused.Items).GetProperty("outcome").GetString());
        Assert.Empty(callbacks.Flow.Deliveries);
        var replayed = await callbacks.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM2302&force=true", string.Empty);
        Assert.Equal("replayed", Assert.Single(replayed.Items).GetProperty("outcome").GetString());
        Assert.Single(await callbacks.Flow.WaitAsync(1));
    }

    [Theory]
    [InlineData("POST", "/EventDeliveries")]
    [InlineData("GET", "RowKey='message-")]
    public async Task DeliverCallback_StorageUnavailable_IsDelayed(string method, string addressPart)
    {
        await using var callbacks = await CallbackSystem.StartAsync();
        var card = await callbacks.SendCardAsync("invoice-1001");
        callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Parse(method), addressPart, times: 2);
        await callbacks.Bridge.Control.PressAsync(card, "Approve");

        Assert.Equal("invoice-1001", Assert.Single(await callbacks.SettledAsync(1)).Text("requestId"));
        Assert.Equal(2, callbacks.Bridge.Log.EventIds.Count(id => id == EventIds.CallbackStorageUnavailable));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task Log_FailedAndInvalidCallbacks_HoldsNeitherTextsNorSecrets()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Status(500), FlowResponses.ReplyText("a-secret-reply"), FlowResponses.Reply("""{"type":"a-secret-type"}"""));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        await callbacks.SettledAsync(1);
        await callbacks.Bridge.Control.SayAsync("a-secret-sentence");
        await callbacks.SettledAsync(2);
        await callbacks.ReceiveSignedAsync("a-secret-body"u8.ToArray());
        await callbacks.Bridge.Log.WaitAsync(EventIds.DeadLettered, times: 2);

        foreach (var secret in new[] { "a-secret", "\"accepted\"", "\"approval\"", CallbackSystem.ImBack, CallbackSystem.FlowSecret, "recipient@example.com", DevelopmentValues.WebhookSecret })
        {
            Assert.DoesNotContain(secret, callbacks.Bridge.Log.Text, StringComparison.Ordinal);
        }
    }
}
