using Azure.Core;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.Callbacks;

/// <summary>A reply is sent once, however often its event was delivered; an invalid one is a dead letter.</summary>
public sealed class RepliesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeliverCallback_IncompleteResponse_IsRetried(bool hangs)
    {
        await using var callbacks = await CallbackSystem.StartAsync(
            FlowResponses.IncompleteReplyText("Thank you", hangs ? FlowResponses.Hang : FlowResponses.Abort), FlowResponses.ReplyText("Thank you"));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(callbacks, deliveries: 2);
    }

    [Fact]
    public async Task DeliverCallback_RecordWrittenAtTheThirdTry_DeliversOnce()
    {
        var flow = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(flow);
        // The claim is already written; the next change of the record is its completion.
        flow.EnqueueResponse(FlowResponses.After(() => callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Put, "/EventDeliveries(", times: 2), FlowResponses.ReplyText("Thank you")));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(callbacks, deliveries: 1);
    }

    [Fact]
    public async Task DeliverCallback_RecordNotWritten_SendsTheReplyOnce()
    {
        var flow = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(flow);
        flow.EnqueueResponse(FlowResponses.After(() => callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Put, "/EventDeliveries(", times: 3), FlowResponses.ReplyText("Thank you")));
        flow.EnqueueResponse(FlowResponses.ReplyText("Something else"));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");
        await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackNotRecorded);
        await callbacks.Bridge.Control.WebhookAsync(Assert.Single(await callbacks.Bridge.Control.WebhooksAsync()).GetProperty("body").GetString()!);

        await AssertRepliedOnceAsync(callbacks, deliveries: 2);
        Assert.Contains(EventIds.DuplicateReply, callbacks.Bridge.Log.EventIds);
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
    }

    [Fact]
    public async Task DeliverCallback_ReplyNotQueued_DeliversAgain()
    {
        var flow = await TestFlow.StartAsync();
        await using var callbacks = await CallbackSystem.StartAsync(flow);
        flow.EnqueueResponse(FlowResponses.After(() => callbacks.Bridge.StorageGate.RefuseNext(RequestMethod.Post, "/messages-deferred/messages"), FlowResponses.ReplyText("Thank you")));
        flow.EnqueueResponse(FlowResponses.ReplyText("Thank you"));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        await AssertRepliedOnceAsync(callbacks, deliveries: 2);
        Assert.Contains(EventIds.CallbackStorageUnavailable, callbacks.Bridge.Log.EventIds);
    }

    [Theory]
    [InlineData("""{"type":"hologram"}""", "SM1100", "/message/type")]
    [InlineData("""{"type":"text"}""", "SM1100", "/message/text")]
    [InlineData("""{"type":"text","text":"a","colour":"red"}""", "SM1002", "colour")]
    [InlineData("\"Thank you\"", "SM1004", "/message")]
    [InlineData("""{"type":"text","text":"a","text":"b"}""", "SM4105", "/reply/text")]
    public async Task DeliverCallback_InvalidReply_BecomesADeadLetter(string reply, string code, string why)
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Reply(reply));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal(code, deadLetter.GetProperty("code").GetString());
        Assert.Equal($"reply-{Assert.Single(callbacks.Flow.Deliveries).Id}", deadLetter.GetProperty("id").GetString());
        Assert.Contains(why, deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, (await callbacks.Bridge.Control.MessagesAsync()).Count);
    }

    [Theory]
    [InlineData("{\"reply\":{\"type\":\"text\",\"text\":\"two\nlines\"}}", null, null)]
    [InlineData("{'reply':{'type':'text','text':'Thank you'}}", "text/html", null)]
    [InlineData("OK", "application/json", null)]
    [InlineData("OK", "application/json", "gzip")]
    public async Task DeliverCallback_UnreadableResponse_BecomesADeadLetter(string body, string? contentType, string? encoding)
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Body(body, contentType, encoding));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal("SM4105", deadLetter.GetProperty("code").GetString());
        Assert.Contains(encoding ?? "line 1", deadLetter.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Single(callbacks.Flow.Deliveries);
    }

    [Fact]
    public async Task DeliverCallback_ReplyAboveTheLimit_BecomesADeadLetter()
    {
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.ReplyText(new string('x', 64 * 1024)));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        Assert.Equal("SM4105", (await callbacks.WaitForDeadLetterAsync()).GetProperty("code").GetString());
        Assert.Single(callbacks.Flow.Deliveries);
    }

    [Fact]
    public async Task DeliverCallback_ReplyToAnUnknownCustomer_BecomesADeadLetter()
    {
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(FlowResponses.ReplyText("Who are you?")), ("BotFlows:approvals:Actions:0", "approve"));
        await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound("m-1", "Approve", """{"action":"approve"}"""));

        var deadLetter = await callbacks.WaitForDeadLetterAsync();
        Assert.Equal("SM4105", deadLetter.GetProperty("code").GetString());
        Assert.Single(callbacks.Flow.Deliveries);
        Assert.Empty(await callbacks.Bridge.Control.MessagesAsync());
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
        await using var callbacks = await CallbackSystem.StartAsync(FlowResponses.Body(response));
        await callbacks.Bridge.Control.PressAsync(await callbacks.SendCardAsync("invoice-1001"), "Approve");

        Assert.Single(await callbacks.SettledAsync(1));
        Assert.Empty(await callbacks.Bridge.DeadLettersAsync());
        Assert.DoesNotContain(EventIds.ReplyAccepted, callbacks.Bridge.Log.EventIds);
    }

    private static async Task AssertRepliedOnceAsync(CallbackSystem callbacks, int deliveries)
    {
        var id = (await callbacks.Flow.WaitAsync(deliveries))[0].Id;
        Assert.Equal(deliveries, (await callbacks.SettledAsync(1)).Count);
        await callbacks.Bridge.RecordAsync($"reply-{id}", "sent");
        await callbacks.Bridge.Storage.WaitUntilEmptyAsync("messages-deferred");
        var shown = (await callbacks.Bridge.Control.MessagesAsync()).Select(message => message.GetProperty("display")[0].GetString()).Skip(2);
        Assert.Equal(["Thank you"], shown);
        DeliveryVerifier.AssertValid(callbacks.Flow.Deliveries);
    }
}
