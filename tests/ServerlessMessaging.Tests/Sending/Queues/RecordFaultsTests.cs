using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>A queued request whose record changes with each write, or was written by another version.</summary>
public sealed class RecordFaultsTests : IDisposable
{
    private const int LastDelivery = 5;
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public RecordFaultsTests() => _product.Genesys
        .On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError)
        .On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, LastDelivery)]
    [InlineData(true, 1)]
    [InlineData(true, LastDelivery)]
    public async Task SendQueued_RecordChangesEachTime_IsRequeuedAndNeverDeadLettered(bool isCopy, int delivery)
    {
        await DeferAsync();
        if (!isCopy)
        {
            _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Failed });
        }

        var copies = _product.Copies().Count;
        _product.Tables.ChangeBeforeEachPut(TableNames.MessageRecords, "r-1");

        await (isCopy ? _product.DeliverAsync(delivery) : _product.EnqueueAsync(Requests.ToUser, delivery));

        Assert.Equal((isCopy ? copies : copies + 1, 30.0), (_product.Copies().Count, _product.Copies()[^1].Seconds));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendQueued_RecordOfUnknownForm_IsDeadLetteredInItsLastDelivery(bool isCopy)
    {
        await DeferAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);
        var copy = _product.Copies()[0].Envelope;
        Task Deliver(int delivery) => isCopy ? _product.DeliverAsync(copy, delivery) : _product.EnqueueAsync(Requests.ToUser, delivery);
        await Assert.ThrowsAsync<UnreadableRecordException>(() => Deliver(LastDelivery - 1));

        await Deliver(LastDelivery);

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", "SM4006", isCopy ? 2 : 0), (deadLetter.Id, deadLetter.Code, deadLetter.Attempts));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Equal(2, (int)Assert.Single(_product.Tables.Rows(TableNames.MessageRecords))[TableStore<MessageRecord>.FormProperty]!);
    }

    [Fact]
    public async Task HandlePoison_RecordOfUnknownForm_IsDeadLettered()
    {
        await DeferAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);

        await _product.Get<DeferredMessages>().HandlePoisonAsync(_product.Queues.Next(QueueNames.MessagesDeferred, 1));

        Assert.Equal("SM4006", Assert.Single(await _product.DeadLettersAsync()).Code);
    }

    public void Dispose() => _product.Dispose();

    private Task<SendOutcome> DeferAsync() => _product.PostAsync(Requests.ToUser);
}
