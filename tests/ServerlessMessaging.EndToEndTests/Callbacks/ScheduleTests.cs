using System.Globalization;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A flow that does not take an event gets it again by the schedule, and at its end it is a dead letter.</summary>
public sealed class ScheduleTests
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
    public async Task What_was_not_taken_comes_again_the_same_and_signed_anew(string first)
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
    public async Task At_the_end_of_the_schedule_it_is_a_dead_letter_and_can_be_replayed()
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
    public async Task A_copy_that_Genesys_sends_after_the_dead_letter_changes_nothing()
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
    public async Task A_flow_that_is_gone_is_asked_once()
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
    public async Task Replayed_to_a_flow_that_still_fails_it_is_one_dead_letter_again()
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
    public async Task A_large_webhook_is_whole_in_every_attempt_and_after_its_replay()
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

    private static FlowResponse ResponseFor(string first) => first switch
    {
        "never" => FlowResponses.Hang,
        "cut" => FlowResponses.Cut,
        "302" or "307" => FlowResponses.Redirect(Nowhere, int.Parse(first, CultureInfo.InvariantCulture)),
        _ => FlowResponses.Status(int.Parse(first, CultureInfo.InvariantCulture)),
    };
}
