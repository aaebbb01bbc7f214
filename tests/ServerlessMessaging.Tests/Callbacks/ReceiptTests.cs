using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>What Genesys tells about a message, in its request's record and for its flow.</summary>
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
    public async Task A_receipt_changes_the_record_and_reaches_the_flow(string status, MessageState state)
    {
        await _product.SendAsync();
        await _product.BringAsync(Webhooks.ReceiptOf(status, "RateLimited", "two words"));

        Assert.Equal(state, _product.Record().State);
        var told = Assert.Single(_product.Flow.Received).Event;
        Assert.Equal(("serverlessmessaging.receipt.v1", "r-1", status.Length == 0 ? null : status.ToLowerInvariant(), "m-1"), (told.Type, told["requestId"], told["status"], told["originatingMessageId"]));
        Assert.Equal(["approvals"], _product.Flows());
    }

    [Fact]
    public async Task A_failure_is_remembered_with_Genesys_codes_and_none_of_its_words()
    {
        await _product.SendAsync();
        await _product.BringAsync(Webhooks.ReceiptOf("Failed", "RateLimited", "GeneralError"));

        var failure = Assert.Single(_product.Record().Failures!);
        Assert.Equal(("SM2008", "RateLimited, GeneralError"), (failure.Code, failure.Detail));
        Assert.DoesNotContain("private words", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Failed Delivered", MessageState.Delivered)]
    [InlineData("Delivered Failed", MessageState.Delivered)]
    [InlineData("Read Delivered Sent", MessageState.Delivered)]
    [InlineData("Failed Failed Sent", MessageState.Failed)]
    public async Task What_reached_the_customer_stays_so(string statuses, MessageState state)
    {
        await _product.SendAsync();
        foreach (var status in statuses.Split(' '))
        {
            await _product.BringAsync(Webhooks.ReceiptOf(status));
        }

        Assert.Equal(state, _product.Record().State);
    }

    [Fact]
    public async Task A_receipt_that_comes_before_its_record_is_written_is_looked_at_again()
    {
        await _product.SendAsync();
        var sent = _product.Record();
        _product.Records.Put(sent with { State = MessageState.Sending, MessageId = null, Lease = TimeSpan.FromMinutes(2), Owner = "o" });

        await _product.BringAsync(Webhooks.Receipt);
        Assert.Empty(_product.Flow.Received);
        Assert.Equal((2, 5.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        _product.Records.Put(sent);
        await _product.DeliverWhenDueAsync();

        Assert.Equal(MessageState.Delivered, _product.Record().State);
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task A_receipt_of_an_earlier_message_changes_nothing()
    {
        await _product.SendAsync();
        _product.Records.Put(_product.Record() with { MessageId = "m-2" });

        await _product.BringAsync(Webhooks.ReceiptOf("Failed"));

        Assert.Equal(MessageState.Sent, _product.Record().State);
        Assert.Single(_product.Flow.Received);
    }

    [Fact]
    public async Task A_receipt_of_nobodys_message_is_dropped_at_the_second_look()
    {
        await _product.BringAsync(Webhooks.Receipt);
        Assert.Equal(5, await _product.DeliverWhenDueAsync());

        Assert.Empty(_product.Flow.Received);
        Assert.Empty(_product.Callbacks());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.ReceiptNotMatched, _product.Log.EventIds);
    }

    [Fact]
    public async Task Without_a_flow_a_receipt_is_recorded_and_done()
    {
        using var product = new ProductFixture().WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.SendAsync();

        await product.BringAsync(Webhooks.Receipt);

        Assert.Equal(MessageState.Delivered, product.Record().State);
        Assert.Empty(await product.DeadLettersAsync());
    }

    [Fact]
    public async Task A_record_that_cannot_be_changed_is_changed_later()
    {
        await _product.SendAsync();
        _product.Records.FailingChanges = 1;

        await _product.BringAsync(Webhooks.Receipt);
        Assert.Equal((1, 30.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
        await _product.DeliverWhenDueAsync();

        Assert.Equal((MessageState.Delivered, 1), (_product.Record().State, _product.Flow.Received.Count));
    }

    public void Dispose() => _product.Dispose();
}
