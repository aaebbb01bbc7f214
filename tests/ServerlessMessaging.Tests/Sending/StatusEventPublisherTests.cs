using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>Status events for requests that ask for them with notify.</summary>
public sealed class StatusEventPublisherTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    private IEnumerable<(string? Status, string? Request)> Published => _product.Flow.Received.Select(call => call.Event)
        .Where(received => received.Type == "serverlessmessaging.send.v1").Select(received => (received["status"], received["requestId"]));

    [Theory]
    [InlineData("approvals", "approvals")]
    [InlineData("unknown", "default")]
    [InlineData(null, "default")]
    public async Task Publish_Sent_GoesToTheBotFlowOfTheRequestOrTheDefault(string? replyTo, string flow)
    {
        await _product.SendAsync(replyTo: replyTo, notify: true);
        await _product.DeliverAllAsync();

        Assert.Equal([("sent", "r-1")], Published);
        Assert.Equal([flow], _product.Flows());
        var published = _product.Flow.Received[0].Event;
        Assert.Equal(("openMessaging", "m-1", "user:u-1"), (published["route"], published["originatingMessageId"], (string?)published.Node("to")!["channelId"]));
    }

    [Fact]
    public async Task Publish_SeveralReceipts_PublishesEachStatusOnce()
    {
        await _product.SendAsync(notify: true);
        foreach (var status in new[] { "Delivered", "Delivered", "Read", "Read", "Sent" })
        {
            await _product.ReceiveAsync(Webhooks.ReceiptOf(status));
        }

        await _product.DeliverAllAsync();

        Assert.Equal([("sent", "r-1"), ("delivered", "r-1"), ("read", "r-1")], Published);
    }

    [Theory]
    [InlineData(true, "SM2008")]
    [InlineData(false, "SM2007")]
    public async Task Publish_Failed_HasItsReasons(bool byReceipt, string code)
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
        var published = _product.Flow.Received.Select(call => call.Event).Last(found => found.Type == "serverlessmessaging.send.v1");
        Assert.Equal($"[\"{code}\"]", published.Node("reasons")!.ToJsonString());
    }

    [Fact]
    public async Task Publish_NotifyNotRequested_PublishesNothing()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Receipt);
        await _product.DeliverAllAsync();

        Assert.Empty(Published);
    }

    [Fact]
    public async Task Publish_UnknownOutcome_PublishesNothing()
    {
        using var product = CallbackFixture.Create(("Records:OnUnknownOutcome", "Park"));
        product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);

        await product.PostAsync("""{"id":"r-1","notify":true,"to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""");

        Assert.Equal(MessageState.Unknown, product.Record().State);
        Assert.Empty(product.Callbacks());
    }

    [Fact]
    public async Task Publish_QueueUnavailable_DoesNotFailTheSend()
    {
        await _product.ReceiveAsync(Webhooks.Typing);
        _product.Queues.Puts.Refuse();

        await _product.SendAsync(notify: true);

        Assert.Equal(MessageState.Sent, _product.Record().State);
        Assert.Contains(EventIds.StatusEventNotPublished, _product.Log.EventIds);
    }

    [Fact]
    public async Task Publish_NoBotFlow_IsDeadLetteredAndCanBeReplayed()
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
