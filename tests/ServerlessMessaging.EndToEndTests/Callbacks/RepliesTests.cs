using Azure.Core;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>What a flow replies is sent once, however often the flow was asked; what cannot be sent is set aside.</summary>
public sealed class RepliesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeliverCallback_IncompleteResponse_IsRetried(bool hangs)
    {
        await using var scene = await CallbackSystem.StartAsync(
            FlowResponses.SayAlmost("Thank you", hangs ? FlowResponses.Hang : FlowResponses.Cut), FlowResponses.Say("Thank you"));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(scene, deliveries: 2);
    }

    [Fact]
    public async Task DeliverCallback_RecordWrittenAtTheThirdTry_DeliversOnce()
    {
        var flow = await TestFlow.StartAsync();
        await using var scene = await CallbackSystem.StartAsync(flow);
        // The claim is written by then; the next change is its end.
        flow.Answer(FlowResponses.After(() => scene.Bridge.StorageGate.RefuseNext(RequestMethod.Put, "/EventDeliveries(", times: 2), FlowResponses.Say("Thank you")));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(scene, deliveries: 1);
    }

    [Fact]
    public async Task DeliverCallback_RecordNotWritten_SendsTheReplyOnce()
    {
        var flow = await TestFlow.StartAsync();
        await using var scene = await CallbackSystem.StartAsync(flow);
        flow.Answer(FlowResponses.After(() => scene.Bridge.StorageGate.RefuseNext(RequestMethod.Put, "/EventDeliveries(", times: 3), FlowResponses.Say("Thank you")));
        flow.Answer(FlowResponses.Say("Something else"));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");
        await scene.Bridge.Log.WaitAsync(EventIds.CallbackNotRecorded);
        await scene.Bridge.Control.WebhookAsync(Assert.Single(await scene.Bridge.Control.WebhooksAsync()).GetProperty("body").GetString()!);

        await AssertRepliedOnceAsync(scene, deliveries: 2);
        Assert.Contains(EventIds.DuplicateReply, scene.Bridge.Log.EventIds);
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_ReplyNotQueued_DeliversAgain()
    {
        var flow = await TestFlow.StartAsync();
        await using var scene = await CallbackSystem.StartAsync(flow);
        flow.Answer(FlowResponses.After(() => scene.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/messages-deferred/messages"), FlowResponses.Say("Thank you")));
        flow.Answer(FlowResponses.Say("Thank you"));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(scene, deliveries: 2);
        Assert.Contains(EventIds.CallbackWithoutStorage, scene.Bridge.Log.EventIds);
    }

    [Theory]
    [InlineData("""{"type":"hologram"}""", "SM1100", "/message/type")]
    [InlineData("""{"type":"text"}""", "SM1100", "/message/text")]
    [InlineData("""{"type":"text","text":"a","colour":"red"}""", "SM1002", "colour")]
    [InlineData("\"Thank you\"", "SM1004", "/message")]
    [InlineData("""{"type":"text","text":"a","text":"b"}""", "SM4105", "/reply/text")]
    public async Task DeliverCallback_InvalidReply_BecomesADeadLetter(string reply, string code, string why)
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Reply(reply));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal(code, deadLetter.GetProperty("code").GetString());
        Assert.Equal($"reply-{Assert.Single(scene.Flow.Deliveries).Id}", deadLetter.GetProperty("id").GetString());
        Assert.Contains(why, deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await scene.Bridge.Control.MessagesAsync()).Count);
    }

    [Fact]
    public async Task DeliverCallback_ReplyAboveTheLimit_BecomesADeadLetter()
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Say(new string('x', 64 * 1024)));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        Assert.Equal("SM4105", (await scene.WaitForDeadLetterAsync()).GetProperty("code").GetString());
        Assert.Single(scene.Flow.Deliveries);
    }

    [Fact]
    public async Task DeliverCallback_ReplyToAnUnknownCustomer_BecomesADeadLetter()
    {
        await using var scene = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.Say("Who are you?")), ("BotFlows:approvals:Actions:0", "approve"));
        await scene.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""));

        var deadLetter = await scene.WaitForDeadLetterAsync();
        Assert.Equal("SM4105", deadLetter.GetProperty("code").GetString());
        Assert.Single(scene.Flow.Deliveries);
        Assert.Empty(await scene.Bridge.Control.MessagesAsync());
    }

    [Theory]
    [InlineData("OK")]
    [InlineData("{}")]
    [InlineData("""{"reply":null}""")]
    [InlineData("""{"replies":[]}""")]
    [InlineData("[]")]
    [InlineData("<html>Thanks</html>")]
    public async Task DeliverCallback_ResponseWithoutReply_SendsNothing(string response)
    {
        await using var scene = await CallbackSystem.StartAsync(FlowResponses.Body(response));
        await scene.Bridge.Control.PressAsync(await scene.SendCardAsync("invoice-1001"), "Approve");

        Assert.Single(await scene.SettledAsync(1));
        Assert.Empty(await scene.Bridge.DeadLettersAsync());
        Assert.DoesNotContain(EventIds.ReplyAccepted, scene.Bridge.Log.EventIds);
    }

    private static async Task AssertRepliedOnceAsync(CallbackSystem scene, int deliveries)
    {
        var id = (await scene.Flow.WaitAsync(deliveries))[0].Id;
        Assert.Equal(deliveries, (await scene.SettledAsync(1)).Count);
        await scene.Bridge.RecordAsync($"reply-{id}", "sent");
        await scene.Bridge.Storage.WaitUntilEmptyAsync("messages-deferred");
        var shown = (await scene.Bridge.Control.MessagesAsync()).Select(message => message.GetProperty("display")[0].GetString()).Skip(2);
        Assert.Equal(["Thank you"], shown);
        DeliveryVerifier.AssertValid(scene.Flow.Deliveries);
    }
}
