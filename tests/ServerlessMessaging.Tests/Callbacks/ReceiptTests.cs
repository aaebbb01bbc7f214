using System.Net;
using System.Text.Json.Nodes;
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
    [InlineData("Removed", MessageState.Sent)]
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

    [Theory]
    [InlineData("Read", "sent read")]
    [InlineData("Read Delivered", "sent read delivered")]
    [InlineData("Delivered Read", "sent delivered read")]
    public async Task HandleReceipt_ReadWithNotify_IsAStatusOfItsOwn(string statuses, string published)
    {
        await _product.SendAsync(notify: true);
        foreach (var status in statuses.Split(' '))
        {
            await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf(status));
        }

        await _product.DeliverAllAsync();

        Assert.Equal(published.Split(' '), Statuses("serverlessmessaging.send.v1"));
        Assert.Equal(statuses.ToLowerInvariant().Split(' '), Statuses("serverlessmessaging.receipt.v1"));
        Assert.Equal(MessageState.Delivered, _product.Record().State);
    }

    [Fact]
    public async Task HandleReceipt_Failed_RecordsTheReasonsAndLogsNone()
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.ReceiptOf("Failed", "RateLimited", "GeneralError"));

        var failure = Assert.Single(_product.Record().Failures!);
        Assert.Equal(("SM2008", "RateLimited: private words; GeneralError: private words"), (failure.Code, failure.Detail));
        Assert.DoesNotContain("private words", _product.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"code":null,"message":"More than 24 hours\n have passed"}]""", "More than 24 hours  have passed", "More than 24 hours  have passed")]
    [InlineData("""{"code":131047,"message":"Re-engagement message"}""", "131047: Re-engagement message", "131047")]
    [InlineData("[]", "Genesys gave no reason.", null)]
    public async Task HandleReceipt_ReasonOfAnyForm_IsRecordedAndPublished(string reasons, string detail, string? reason)
    {
        await _product.SendAsync();
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.ReceiptOf("Failed"), root => root["reasons"] = JsonNode.Parse(reasons)));

        Assert.Equal(detail, Assert.Single(_product.Record().Failures!).Detail);
        Assert.Equal(reason, (string?)Assert.Single(_product.Flow.Received).Event.Node("reasons")?[0]);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData(null)]
    [InlineData("0")]
    public async Task HandleReceipt_FailedNotFinal_KeepsTheIdInUse(string? isFinal)
    {
        await _product.SendAsync(notify: true);
        await _product.ReceiveAndDeliverAsync(Failed(isFinal));
        await _product.DeliverAllAsync();

        Assert.Equal((MessageState.Sent, "SM2008"), (_product.Record().State, Assert.Single(_product.Record().Failures!).Code));
        Assert.StartsWith("Not final. ServerError", _product.Record().Failures![0].Detail, StringComparison.Ordinal);
        // The same request again: the customer has the message, or will get it.
        await _product.SendAsync(notify: true);
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Equal(["sent"], Statuses("serverlessmessaging.send.v1"));
        Assert.Equal(["failed"], Statuses("serverlessmessaging.receipt.v1"));
        Assert.Contains(EventIds.ReceiptNotFinal, _product.Log.EventIds);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"True\"")]
    public async Task HandleReceipt_FinalFailedAfterAnEarlierOne_EndsTheRequest(string isFinal)
    {
        await _product.SendAsync(notify: true);
        foreach (var receipt in new[] { Failed("false"), Failed("false"), Failed(isFinal), Failed(isFinal) })
        {
            await _product.ReceiveAndDeliverAsync(receipt);
        }

        await _product.DeliverAllAsync();

        Assert.Equal((MessageState.Failed, 2), (_product.Record().State, _product.Record().Failures!.Count));
        Assert.Equal(["sent", "failed"], Statuses("serverlessmessaging.send.v1"));
        Assert.Equal(["failed", "failed"], Statuses("serverlessmessaging.receipt.v1"));
        Assert.Equal([false, true], _product.Flow.Received.Where(call => call.Event.Type == "serverlessmessaging.receipt.v1").Select(call => (bool)call.Event.Node("isFinal")!));
    }

    [Fact]
    public async Task HandleReceipt_DeliveredAfterAFailureThatIsNotFinal_IsDelivered()
    {
        await _product.SendAsync(notify: true);
        await _product.ReceiveAndDeliverAsync(Failed("false"));
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Webhooks.Receipt, root => root["isFinalReceipt"] = false));
        await _product.DeliverAllAsync();

        Assert.Equal(MessageState.Delivered, _product.Record().State);
        Assert.Equal(["sent", "delivered"], Statuses("serverlessmessaging.send.v1"));
    }

    [Fact]
    public async Task HandleReceipt_FailureThatIsNotFinalHandledTwice_IsRecordedOnce()
    {
        await _product.SendAsync();
        // The record is changed, and then the flow does not accept the event.
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable).Then(HttpStatusCode.OK);
        // The end of the detail is inside a surrogate pair.
        await _product.ReceiveAndDeliverAsync(Webhooks.Change(Failed("false"), root => root["reasons"]![0]!["message"] = new string('x', 175) + "😀"));
        await _product.DeliverAllAsync();

        Assert.Equal((2, 199), (_product.Flow.Received.Count, Assert.Single(_product.Record().Failures!).Detail.Length));
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

    private static string Failed(string? isFinal) => Webhooks.Change(Webhooks.ReceiptOf("Failed", "ServerError"), root =>
    {
        root["isFinalReceipt"] = isFinal is null ? null : JsonNode.Parse(isFinal);
        if (isFinal is null)
        {
            root.Remove("isFinalReceipt");
        }
    });

    private IEnumerable<string?> Statuses(string type) => _product.Flow.Received.Select(call => call.Event).Where(found => found.Type == type).Select(found => found["status"]);
}
