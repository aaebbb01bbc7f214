using System.Net;
using Azure.Data.Tables;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Callbacks;

/// <summary>Replay of a callback's dead-letter message.</summary>
public sealed class CallbackReplayTests : IDisposable
{
    private readonly ProductFixture _product = new(ProductFixture.FlowAt("default"));

    public CallbackReplayTests() => _product.Flow.Now(HttpStatusCode.Gone);

    [Fact]
    public async Task ReplayAsync_DeadLetter_DeliversItOnceUnderItsId()
    {
        await DeadLetterAsync();

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Null(await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
        Assert.Equal(_product.Flow.Received[0].Event.Id, _product.Flow.Received[1].Event.Id);
        Assert.Equal(DeliveryState.Completed, (await _product.DeliveryAsync()).State);
    }

    [Fact]
    public async Task ReplayAsync_DeadLetter_RestartsTheRetrySchedule()
    {
        await DeadLetterAsync();
        await _product.ReplayAsync();
        _product.Flow.Now(HttpStatusCode.ServiceUnavailable);

        await _product.DeliverWhenDueAsync();

        Assert.Equal((2, 5.0), (Assert.Single(_product.Callbacks()).Callback.Attempt, _product.Callbacks()[0].Seconds));
    }

    [Fact]
    [Trait("Fault", "F19")]
    public async Task ReplayAsync_DeadLetterNotDeletedAndReplayedAgain_DeliversItOnce()
    {
        await DeadLetterAsync();
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(times: 1, after: 2);
        await _product.ReplayAsync();

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
    }

    [Fact]
    public async Task ReplayAsync_DryRun_ChangesNothing()
    {
        await DeadLetterAsync();

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync(dryRun: true));

        Assert.Empty(_product.Callbacks());
        Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(DeliveryState.DeadLettered, (await _product.DeliveryAsync()).State);
    }

    [Theory]
    [InlineData(DeliveryState.Completed, 1, false, ReplayOutcome.AlreadySent)]
    [InlineData(DeliveryState.Completed, 1, true, ReplayOutcome.Replayed)]
    [InlineData(DeliveryState.Waiting, 2, false, ReplayOutcome.InProgress)]
    [InlineData(DeliveryState.Waiting, 2, true, ReplayOutcome.InProgress)]
    [InlineData(DeliveryState.Waiting, 1, false, ReplayOutcome.Replayed)]
    [InlineData(DeliveryState.DeadLettered, 7, false, ReplayOutcome.Replayed)]
    public async Task ReplayAsync_StateOfTheRecord_DecidesTheOutcome(DeliveryState state, int attempt, bool force, ReplayOutcome outcome)
    {
        await DeadLetterAsync();
        SetRecord(new(state, attempt));

        Assert.Equal(outcome, await _product.ReplayAsync(force, dryRun: true));
        Assert.Equal(outcome, await _product.ReplayAsync(force));

        Assert.Equal(outcome == ReplayOutcome.Replayed ? 1 : 0, _product.Callbacks().Count);
        Assert.Equal(outcome == ReplayOutcome.InProgress ? 1 : 0, (await _product.DeadLettersAsync()).Count);
    }

    [Theory]
    [InlineData(59, ReplayOutcome.InProgress)]
    [InlineData(60, ReplayOutcome.Replayed)]
    public async Task ReplayAsync_DeliveryInProgress_IsInProgressUntilTheLeaseEnds(int seconds, ReplayOutcome outcome)
    {
        await DeadLetterAsync();
        SetRecord(new(DeliveryState.Delivering, 1) { Owner = "another-process", Lease = TimeSpan.FromMinutes(1) });
        _product.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, await _product.ReplayAsync());
    }

    [Fact]
    public async Task ReplayAsync_RecordOfUnknownVersion_KeepsTheDeadLetter()
    {
        await DeadLetterAsync();
        _product.Tables.SetForm(TableNames.EventDeliveries, _product.EventId(), 2);

        Assert.Equal(ReplayOutcome.RecordUnreadable, await _product.ReplayAsync(force: true));

        Assert.Empty(_product.Callbacks());
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayAsync_RecordExpired_Delivers()
    {
        await DeadLetterAsync();
        _product.Tables.Change(TableNames.EventDeliveries, _product.EventId(), _ => null);

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
    }

    [Theory]
    [InlineData(false, ReplayOutcome.Unusable, 0)]
    [InlineData(true, ReplayOutcome.Replayed, 1)]
    public async Task ReplayAsync_WebhookTooOld_DeliversOnlyWithForce(bool force, ReplayOutcome outcome, int deliveries)
    {
        _product.Flow.Now(HttpStatusCode.OK);
        await _product.ReceiveAndDeliverAsync(Webhooks.Vector);
        Assert.Equal("SM2302", Assert.Single(await _product.DeadLettersAsync()).Code);

        Assert.Equal(outcome, await _product.ReplayAsync(force));
        await _product.DeliverAllAsync();

        Assert.Equal(deliveries, _product.Flow.Received.Count);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("{}")]
    public async Task ReplayAsync_UnreadableWebhook_IsUnusable(string body)
    {
        await _product.ReceiveAndDeliverAsync(body);

        Assert.Equal(ReplayOutcome.Unusable, await _product.ReplayAsync(force: true));
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task ReplayAsync_CopyNotQueued_KeepsTheDeadLetterForAnotherReplay()
    {
        await DeadLetterAsync();
        _product.Queues.Puts.Refuse(times: 1);
        Assert.Null(await _product.ReplayAsync());

        Assert.Equal(ReplayOutcome.Replayed, await _product.ReplayAsync());
        await _product.DeliverAllAsync();

        Assert.Equal(2, _product.Flow.Received.Count);
    }

    public void Dispose() => _product.Dispose();

    private async Task DeadLetterAsync()
    {
        await _product.ReceiveAndDeliverAsync(Webhooks.Text);
        Assert.Equal("SM4103", Assert.Single(await _product.DeadLettersAsync()).Code);
        _product.Flow.Now(HttpStatusCode.OK);
    }

    private void SetRecord(DeliveryRecord record)
    {
        var key = TableKey.ByHash(_product.EventId());
        var entity = new TableEntity(key.Partition, key.Row) { [TableStore<DeliveryRecord>.FormProperty] = TableStore<DeliveryRecord>.Form };
        DeliveryRecord.Write(record, entity);
        _product.Tables.Put(TableNames.EventDeliveries, entity);
    }
}
