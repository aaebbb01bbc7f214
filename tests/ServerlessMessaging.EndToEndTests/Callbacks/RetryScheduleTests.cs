using System.Globalization;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A flow that does not take an event gets it again by the schedule, and at its end it is a dead letter.</summary>
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
        await using var scene = await CallbackSystem.StartAsync(ResponseFor(first));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        var deliveries = await scene.SettledAsync(1);
        Assert.Equal(2, deliveries.Count);
        Assert.Equal(deliveries[0].Id, deliveries[1].Id);
        Assert.Equal(deliveries[0].Body, deliveries[1].Body);
        Assert.InRange(deliveries[1].Timestamp, deliveries[0].Timestamp + 1, deliveries[0].Timestamp + 30);
        Assert.NotEqual(deliveries[0].Headers["webhook-signature"], deliveries[1].Headers["webhook-signature"]);
        Assert.Single(scene.Bridge.Log.EventIds, EventIds.CallbackDelivered);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(deliveries);
    }

    [Fact]
    public async Task DeliverCallback_EveryAttemptFailed_BecomesADeadLetterThatCanBeReplayed()
    {
        await using var scene = await CallbackSystem.StartAsync([.. Enumerable.Repeat(FlowResponses.Status(500), 4)]);
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal(4, scene.Flow.Deliveries.Count);
        Assert.Equal(("SM4102", "callbacks", 4), (deadLetter.GetProperty("code").GetString(), deadLetter.GetProperty("queue").GetString(), deadLetter.GetProperty("attempts").GetInt32()));
        Assert.Contains("status 500", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var replayed = await scene.Bridge.PostAsync($"/api/operator/dead-letters/replay?id={deadLetter.GetProperty("id").GetString()}", string.Empty);
        Assert.Equal("replayed", Assert.Single(replayed.Items).GetProperty("outcome").GetString());
        await scene.Flow.WaitAsync(5);
        await scene.SettledAsync(1);
        Assert.Equal(5, scene.Flow.Deliveries.Count);
        Assert.Single(scene.Flow.Deliveries.Select(delivery => delivery.Id).Distinct());
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        DeliveryVerifier.AssertValid(scene.Flow.Deliveries);
    }

    [Fact]
    public async Task ReceiveWebhook_DuplicateOfADeadLetter_IsDropped()
    {
        var body = CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}""");
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Status(410)), ("BotFlows:approvals:Actions:0", "approve"));
        await scene.ReceiveSignedAsync(body);
        await scene.WaitForDeadLetterAsync();
        await scene.ReceiveSignedAsync(body);
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackDropped);

        Assert.Single(await scene.SettledAsync(2));
        Assert.Single(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_FlowGone_IsTriedOnce()
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Status(410));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal("SM4103", deadLetter.GetProperty("code").GetString());
        Assert.Contains("BotFlows:approvals", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Single(scene.Flow.Deliveries);
        await scene.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        await scene.Flow.WaitAsync(2);
        Assert.Equal(2, (await scene.SettledAsync(1)).Count);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayDeadLetters_FlowStillFails_LeavesOneDeadLetter()
    {
        await using var scene = await CallbackSystem.StartAsync([.. Enumerable.Repeat(FlowResponses.Status(410), 2)]);
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");
        await scene.WaitForDeadLetterAsync();
        await scene.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackDeadLettered, times: 2);

        Assert.Single(await scene.Bridge.DeadLettersAsync());
        Assert.Equal(2, scene.Flow.Deliveries.Count);
    }

    [Fact]
    public async Task DeliverCallback_LargeWebhook_IsWholeInEveryAttempt()
    {
        await using var scene = await CallbackSystem.StartAsync(
            await TestFlow.StartAsync(FlowResponses.Status(500), FlowResponses.Status(410)),
            ("BotFlows:approvals:Actions:0", "approve"), ("Callbacks:DeliveryTimeout", "00:00:10"), ("Callbacks:Lease", "00:00:15"));
        var text = new string('x', 400_000);
        await scene.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", text, """{"action":"approve"}"""));
        await scene.WaitForDeadLetterAsync();
        await scene.Bridge.PostAsync("/api/operator/dead-letters/replay?code=SM4103", string.Empty);
        var deliveries = await scene.Flow.WaitAsync(3);

        Assert.All(deliveries, delivery => Assert.Equal(text, delivery.Text("title")));
        Assert.Single(deliveries.Select(delivery => delivery.Id).Distinct());
        DeliveryVerifier.AssertValid(deliveries);
    }

    [Theory]
    [InlineData("Callbacks:Lease must be at least 5 s longer", "Callbacks:Lease", "00:00:05")]
    [InlineData("Callbacks:Lease must be shorter", "Callbacks:Lease", "00:10:00")]
    [InlineData("Callbacks:RetryDelays must be longer", "Callbacks:RetryDelays:1", "00:00:00")]
    [InlineData("Callbacks:RetryDelays must be longer", "Callbacks:RetryDelays:1", "8.00:00:00")]
    public async Task Start_InvalidSchedule_Throws(string why, string key, string value)
    {
        await using var flow = await TestFlow.StartAsync();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => CallbackSystem.StartAsync(flow, (key, value)));

        Assert.Contains(why, exception.Message, StringComparison.Ordinal);
    }

    private static FlowResponse ResponseFor(string first) => first switch
    {
        "never" => FlowResponses.Hang,
        "cut" => FlowResponses.Cut,
        "302" or "307" => FlowResponses.Redirect(Nowhere, int.Parse(first, CultureInfo.InvariantCulture)),
        _ => FlowResponses.Status(int.Parse(first, CultureInfo.InvariantCulture)),
    };
}
