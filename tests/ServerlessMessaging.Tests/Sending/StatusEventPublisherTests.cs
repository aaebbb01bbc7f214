using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>What a flow is told that asked to be told.</summary>
public sealed class StatusEventPublisherTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    private IEnumerable<(string? Status, string? Request)> Published => _product.Flow.Received.Select(call => call.Event)
        .Where(told => told.Type == "serverlessmessaging.send.v1").Select(told => (told["status"], told["requestId"]));

    [Theory]
    [InlineData("approvals", "approvals")]
    [InlineData("unknown", "default")]
    [InlineData(null, "default")]
    public async Task Sent_is_told_to_the_flow_of_the_request_or_to_the_default(string? replyTo, string flow)
    {
        await _product.SendAsync(replyTo: replyTo, notify: true);
        await _product.DeliverAllAsync();

        Assert.Equal([("sent", "r-1")], Published);
        Assert.Equal([flow], _product.Flows());
        var told = _product.Flow.Received[0].Event;
        Assert.Equal(("openMessaging", "m-1", "user:u-1"), (told["route"], told["originatingMessageId"], (string?)told.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task Delivered_is_told_once_however_many_receipts_come()
    {
        await _product.SendAsync(notify: true);
        foreach (var status in new[] { "Delivered", "Delivered", "Read", "Sent" })
        {
            await _product.ReceiveAsync(Webhooks.ReceiptOf(status));
        }

        await _product.DeliverAllAsync();

        Assert.Equal([("sent", "r-1"), ("delivered", "r-1")], Published);
    }

    [Theory]
    [InlineData(true, "SM2008")]
    [InlineData(false, "SM2007")]
    public async Task Failed_is_told_with_its_reasons(bool byReceipt, string code)
    {
        if (byReceipt)
        {
            await _product.SendAsync(notify: true);
            await _product.ReceiveAsync(Webhooks.ReceiptOf("Failed", "RateLimited"));
        }
        else
        {
            _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
            await _product.PostAsync("""{"id":"r-1","replyTo":"approvals","notify":true,"to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""");
        }

        await _product.DeliverAllAsync();

        Assert.Equal(("failed", "r-1"), Published.Last());
        var told = _product.Flow.Received.Select(call => call.Event).Last(found => found.Type == "serverlessmessaging.send.v1");
        Assert.Equal($"[\"{code}\"]", told.Node("reasons")!.ToJsonString());
    }

    [Fact]
    public async Task Who_did_not_ask_is_told_nothing()
    {
        await _product.SendAsync();
        await _product.BringAsync(Webhooks.Receipt);
        await _product.DeliverAllAsync();

        Assert.Empty(Published);
    }

    [Fact]
    public async Task What_nobody_knows_is_not_told()
    {
        using var product = CallbackFixture.Create(("Records:OnUnknownOutcome", "Park"));
        product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, ScriptedGenesys.Cut);

        await product.PostAsync("""{"id":"r-1","notify":true,"to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""");

        Assert.Equal(MessageState.Unknown, product.Record().State);
        Assert.Empty(product.Callbacks());
    }

    [Fact]
    public async Task A_notice_that_no_queue_takes_spoils_no_send()
    {
        await _product.ReceiveAsync(Webhooks.Typing);
        _product.Queues.Puts.Refuse();

        await _product.SendAsync(notify: true);

        Assert.Equal(MessageState.Sent, _product.Record().State);
        Assert.Contains(EventIds.StatusEventNotPublished, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_notice_without_a_flow_is_a_dead_letter_that_can_be_replayed()
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.SendAsync(notify: true);
        await product.DeliverCallbackAsync();

        var deadLetter = Assert.Single(await product.DeadLettersAsync());
        Assert.Equal(("SM4101", QueueNames.Callbacks), (deadLetter.Code, deadLetter.Queue));
        Assert.StartsWith("send-", deadLetter.Id, StringComparison.Ordinal);
        Assert.Equal(ServerlessMessaging.DeadLetters.ReplayOutcome.Replayed, await product.ReplayAsync());
        Assert.Equal(CallbackKind.Send, Assert.Single(product.Callbacks()).Callback.Kind);
    }

    public void Dispose() => _product.Dispose();
}
