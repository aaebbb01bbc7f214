using System.Globalization;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>Failed deliveries are repeated by the schedule; after the last one the event is a dead letter.</summary>
public sealed class RetryScheduleTests
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/");

    [Theory]
    [InlineData("500")]
    [InlineData("404")]
    [InlineData("401")]
    [InlineData("429")]
    [InlineData("302")]
    [InlineData("307")]
    [InlineData("never")]
    [InlineData("cut")]
    public async Task DeliverCallback_FailedDelivery_RepeatsTheEventWithANewSignature(string first)
    {
        await using var callbacks = await CallbackSystem.StartAsync(ResponseFor(first));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deliveries = await callbacks.SettledAsync(1);
        Assert.Equal(2, deliveries.Count);
        Assert.Equal(deliveries[0].Id, deliveries[1].Id);
        Assert.Equal(deliveries[0].Body, deliveries[1].Body);
        Assert.InRange(deliveries[1].Timestamp, deliveries[0].Timestamp + 1, deliveries[0].Timestamp + 30);
        Assert.NotEqual(deliveries[0].Headers["webhook-signature"], deliveries[1].Headers["webhook-signature"]);
        Assert.Single(callbacks.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(deliveries);
    }

    [Fact]
    public async Task DeliverCallback_EveryAttemptFailed_BecomesADeadLetterThatCanBeReplayed()
    {
        await using var callbacks = await CallbackSystem.StartAsync([.. Enumerable.Repeat(FlowResponses.Status(500), 4)]);
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal(4, callbacks.Flow.Deliveries.Count);
        Assert.Equal(("SM4102", "callbacks", 4), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.Contains("status 500", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var replayed = await callbacks.Bridge.PostAsync($"/api/operator/dead-letters/replay?id={deadLetter.GetProperty("id").GetString()}", string.Empty);
        Assert.Equal("replayed", Assert.Single(replayed.Items).GetProperty("outcome").GetString());
        await callbacks.Flow.WaitAsync(5);
        await callbacks.SettledAsync(1);
        Assert.Equal(5, callbacks.Flow.Deliveries.Count);
        Assert.Single(callbacks.Flow.Deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(callbacks.Flow.Deliveries);
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateOfADeadLetter_IsDropped()
    {
        var body = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""");
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Status(410)), ("BotFlows:approvals:Actions:0", "approve"));
        await callbacks.ReceiveSignedAsync(body);
        await callbacks.WaitForDeadLetterAsync();
        await callbacks.ReceiveSignedAsync(body);
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDropped);

        Assert.Single(await callbacks.SettledAsync(2));
        Assert.Single(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_FlowGone_IsTriedOnce()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Status(410));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal("SM4103", deadLetter.GetProperty("code").GetString());
        Assert.Contains("BotFlows:approvals", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Single(callbacks.Flow.Deliveries);
        await callbacks.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        await callbacks.Flow.WaitAsync(2);
        Assert.Equal(2, (await callbacks.SettledAsync(1)).Count);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_FlowStillFails_LeavesOneDeadLetter()
    {
        await using var callbacks = await CallbackSystem.StartAsync([.. Enumerable.Repeat(FlowResponses.Status(410), 2)]);
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        await callbacks.WaitForDeadLetterAsync();
        await callbacks.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDeadLettered, times: 2);

        Assert.Single(await callbacks.Bridge.DeadLettersAsync());
        Assert.Equal(2, callbacks.Flow.Deliveries.Count);
    }

    [Fact]
    public async Task DeliverCallback_LargeWebhook_IsWholeInEveryAttempt()
    {
        await using var callbacks = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(FlowResponses.Status(500), FlowResponses.Status(410)),
            ("BotFlows:approvals:Actions:0", "approve"), ("Callbacks:DeliveryTimeout", "00:00:10"), ("Callbacks:Lease", "00:00:15"));
        var text = new string('x', 400_000);
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", text, """{"action":"approve"}"""));
        await callbacks.WaitForDeadLetterAsync();
        await callbacks.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        var deliveries = await callbacks.Flow.WaitAsync(3);

        Assert.All(deliveries, delivery => Assert.Equal(text, delivery.Text("title")));
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        DeliveryVerifier.AssertValid(deliveries);
    }

    private static FlowResponse ResponseFor(string first) => first switch
    {
        "never" => FlowResponses.Hang,
        "cut" => FlowResponses.Abort,
        "302" or "307" => FlowResponses.Redirect(Nowhere, int.Parse(first, CultureInfo.InvariantCulture)),
        _ => FlowResponses.Status(int.Parse(first, CultureInfo.InvariantCulture)),
    };
}
