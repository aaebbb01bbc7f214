using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Receipts of Genesys: what they change in the record of the request, and the events of them.</summary>
public sealed class ReceiptTests : IDisposable
{
    private readonly ProductFixture _product = CallbackFixture.Create();

    [Theory]
    [InlineData("Delivered", MessageState.Delivered)]
    [InlineData("DELIVERED", MessageState.Delivered)]
    [InlineData("Read", MessageState.Delivered)]
    [InlineData("Failed", MessageState.Failed)]
    [InlineData("Sent", MessageState.Sent)]
    [InlineData("Published", MessageState.Sent)]
    [InlineData("", MessageState.Sent)]
    public async Task HandleReceipt_KnownMessage_UpdatesTheRecordAndReachesTheFlow(string status, MessageState state)
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf(status, "RateLimited", "two words"));

        Assert.Equal(state, _product.Record().State);
        var published = Assert.Single(_product.Flow.Received).Event;
        Assert.Equal(("serverlessmessaging.receipt.v1", "r-1", status.Length == 0 ? null : status.ToLowerInvariant(), "m-1"), (published.Type, published["requestId"], published["status"], published["originatingMessageId"]));
        Assert.Equal(["approvals"], _product.Flows());
    }

    [Fact]
    public async Task HandleReceipt_Failed_RecordsTheCodesWithoutTheTexts()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf("Failed", "RateLimited", "GeneralError"));

        var failure = Assert.Single(_product.Record().Failures!);
        Assert.Equal(("SM2008", "RateLimited, GeneralError"), (failure.Code, failure.Detail));
        Assert.DoesNotContain("private words", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Failed Delivered", MessageState.Delivered)]
    [InlineData("Delivered Failed", MessageState.Delivered)]
    [InlineData("Read Delivered Sent", MessageState.Delivered)]
    [InlineData("Failed Failed Sent", MessageState.Failed)]
    public async Task HandleReceipt_SeveralStatuses_NeverGoesBackFromDelivered(string statuses, MessageState state)
    {
        await _product.SendAsync();
        foreach (var status in statuses.Split(' '))
        {
            await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf(status));
        }

        Assert.Equal(state, _product.Record().State);
    }

    [Fact]
    public async Task HandleReceipt_RecordNotWrittenYet_LooksAgainAfterFiveSeconds()
    {
        await _product.SendAsync();
        var sent = _product.Record();
        _product.Records.Put(sent with { State = MessageState.Sending, MessageId = null, Lease = TimeSpan.FromMinutes(2), Owner = "o" });

        await _product.ReceiveAndDeliverAsync(Webhooks.Receipt);
        Assert.Empty(_product.Flow.Received);
        Assert.Equal((2, 5.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        _product.Records.Put(sent);
        await _product.DeliverWhenDueAsync();

        Assert.Equal(MessageState.Delivered, _product.Record().State);
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleReceipt_EarlierMessageOfTheRequest_KeepsTheRecord()
    {
        await _product.SendAsync();
        _product.Records.Put(_product.Record() with { MessageId = "m-2" });

        await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf("Failed"));

        Assert.Equal(MessageState.Sent, _product.Record().State);
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task HandleReceipt_UnknownMessage_IsDroppedAtTheSecondAttempt()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Receipt);
        Assert.Equal(5, await _product.DeliverWhenDueAsync());

        Assert.Empty(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.ReceiptNotMatched, _product.Log.EventIds);
    }

    [Fact]
    public async Task HandleReceipt_NoFlow_UpdatesTheRecordOnly()
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.SendAsync();

        await product.ReceiveAndDeliverAsync(Webhooks.Receipt);

        Assert.Equal(MessageState.Delivered, product.Record().State);
        Assert.Empty(await product.DeadLettersAsync());
    }

    [Fact]
    public async Task HandleReceipt_RecordNotUpdated_UpdatesItLater()
    {
        await _product.SendAsync();
        _product.Records.FailingChanges = 1;

        await _product.ReceiveAndDeliverAsync(Webhooks.Receipt);
        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        await _product.DeliverWhenDueAsync();

        Assert.Equal((MessageState.Delivered, 1), (_product.Record().State, _product.Flow.Received.Count));
    }

    public void Dispose() => _product.Dispose();
}
