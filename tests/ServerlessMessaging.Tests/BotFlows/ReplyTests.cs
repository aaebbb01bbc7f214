using System.Net;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.BotFlows;

/// <summary>Replies that a bot flow returns in its response to an event.</summary>
public sealed class ReplyTests : IDisposable
{
    private const string Reply = """{"reply":{"type":"text","text":"Thank you"}}""";
    private readonly ProductFixture _product = CallbackFixture.Create();

    private string ReplyId => $"reply-{_product.Flow.Received[0].Event.Id}";

    [Fact]
    public async Task HandleReply_ValidReply_IsQueuedForTheSameCustomerAndSent()
    {
        await PressAsync(Reply);

        var copy = Assert.Single(_product.Copies());
        Assert.Equal((ReplyId, 0.0), (copy.Envelope.Id, copy.Seconds));
        await _product.DeliverAsync();
        Assert.Equal((MessageState.Sent, "approvals", "user:u-1"), (_product.Record(ReplyId).State, _product.Record(ReplyId).ReplyTo, _product.Record(ReplyId).To!.ChannelId));
        Assert.Contains("Thank you", _product.Genesys.To(ProductFixture.ChannelPath)[^1].Body, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task HandleReply_CustomerPressesItsButton_GoesToTheSameFlow()
    {
        await PressAsync("""{"reply":{"type":"card","title":"Sure?","actions":[{"type":"postBack","title":"Yes","payload":"y"}]}}""");
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-2"}""");
        await _product.DeliverAsync();
        _product.Flow.Now(HttpStatusCode.OK);

        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Press, root => (root["id"], root["originatingMessageId"]) = ("p-2", "m-2")));

        Assert.Equal(["approvals", "approvals"], _product.Flows());
        Assert.Equal(ReplyId, _product.Flow.Received[1].Event["requestId"]);
    }

    [Fact]
    public async Task HandleReply_FlowCalledTwice_SendsTheFirstReplyOnly()
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK, Reply).Then(HttpStatusCode.OK, Reply.Replace("Thank", "Pardon", StringComparison.Ordinal));
        await _product.ReceiveAsync(Webhooks.Press);
        // The reply is queued, and then its record cannot be written.
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);
        await _product.DeliverCallbackAsync();
        await _product.DeliverAsync();

        await RedeliverAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
        Assert.Empty(_product.Copies());
        Assert.Contains(EventIds.DuplicateReply, _product.Log.EventIds);
        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        Assert.Empty(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("Thank", 0)]
    [InlineData("Pardon", 1)]
    public async Task HandleReply_TwoRepliesQueued_SendsOne(string second, int deadLetters)
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK, Reply).Then(HttpStatusCode.OK, Reply.Replace("Thank", second, StringComparison.Ordinal));
        await _product.ReceiveAsync(Webhooks.Press);
        _product.Tables.FaultsOf(TableNames.EventDeliveries).Refuse(times: 3, after: 1);
        await _product.DeliverCallbackAsync();
        await RedeliverAsync();
        Assert.Equal(2, _product.Copies().Count);

        await _product.DeliverAsync();
        await _product.DeliverAsync();

        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        Assert.Contains("Thank you", _product.Genesys.To(ProductFixture.ChannelPath)[^1].Body, StringComparison.Ordinal);
        Assert.Equal(deadLetters, (await _product.DeadLettersAsync()).Count(deadLetter => deadLetter.Code == "SM3005"));
    }

    [Theory]
    [InlineData("""{"reply":"Thank you"}""", "SM1004")]
    [InlineData("""{"reply":7}""", "SM1004")]
    [InlineData("""{"reply":{}}""", "SM1100")]
    [InlineData("""{"reply":{"type":"video"}}""", "SM1100")]
    [InlineData("""{"reply":{"type":"text","text":""}}""", "SM1100")]
    [InlineData("""{"reply":{"type":"text","text":"x","unknown":1}}""", "SM1002")]
    public async Task HandleReply_InvalidReply_DeadLettersTheReply(string response, string code)
    {
        await PressAsync(response);
        await _product.DeliverAsync();

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal((ReplyId, QueueNames.MessagesDeferred, code), (deadLetter.Id, deadLetter.Queue, deadLetter.Code));
        Assert.Empty(_product.Copies());
        Assert.Empty(_product.Callbacks());
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task HandleReply_NoRecipientKnown_DeadLettersTheReply()
    {
        _product.Flow.Now(HttpStatusCode.OK, Reply);

        await _product.ReceiveAndDeliverAsync(Webhooks.Text);

        Assert.Equal("SM4105", Assert.Single(await _product.DeadLettersAsync()).Code);
        Assert.Contains("no recipient", (await _product.DeadLettersAsync())[0].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HandleReply_ReplyNotStored_CallsTheFlowAgain(bool isInvalid)
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK, isInvalid ? """{"reply":7,"reply":8}""" : Reply);
        await _product.ReceiveAsync(Webhooks.Press);
        (isInvalid ? _product.Blobs.FaultsOf(ContainerNames.DeadLetters) : _product.Queues.Puts).Refuse(times: 1);

        await _product.DeliverCallbackAsync();
        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        await _product.DeliverWhenDueAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
        Assert.Equal(isInvalid ? (0, 1) : (1, 0), (_product.Copies().Count, (await _product.DeadLettersAsync()).Count));
    }

    [Theory]
    [InlineData("Delivered")]
    [InlineData("Failed")]
    public async Task HandleReply_ReplyToAReceipt_IsIgnored(string status)
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK, Reply);

        await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf(status));

        Assert.Single(_product.Flow.Received);
        Assert.Empty(_product.Copies());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.ReplyIgnored, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("""{"reply":7,"reply":8}""")]
    [InlineData("""{"reply":""")]
    [InlineData("")]
    [InlineData(null)]
    public async Task HandleReply_UnreadableResponseToAnotherEvent_IsIgnored(string? response)
    {
        await _product.SendAsync(notify: true);
        // Null stands for one that is too long.
        _product.Flow.Now(HttpStatusCode.OK, response ?? Reply + new string(' ', BotFlowClient.MaxResponseBytes));

        await _product.DeliverAllAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Receipt);
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Text, root => root["direction"] = "Outbound"));
        await _product.DeliverAllAsync();

        Assert.Equal(
            ["serverlessmessaging.message.v1", "serverlessmessaging.receipt.v1", "serverlessmessaging.send.v1", "serverlessmessaging.send.v1"],
            _product.Flow.Received.Select(call => call.Event.Type).Order(StringComparer.Ordinal));
        Assert.Empty(_product.Copies());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.DoesNotContain(EventIds.ReplyRefused, _product.Log.EventIds);
    }

    // The same webhook, after the lease of the delivery that could not be recorded.
    private async Task RedeliverAsync()
    {
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);
    }

    public void Dispose() => _product.Dispose();

    private async Task PressAsync(string response)
    {
        await _product.SendAsync();
        _product.Flow.Now(HttpStatusCode.OK, response);
        await _product.ReceiveAndDeliverAsync(Webhooks.Press);
    }
}
