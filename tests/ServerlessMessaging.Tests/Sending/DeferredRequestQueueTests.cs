using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>Requests that are queued at once: respond-async and sendAt.</summary>
public sealed class DeferredRequestQueueTests : IDisposable
{
    private static readonly string Tomorrow = Requests.With("\"sendAt\":\"2026-11-23T12:00:00Z\"");
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public DeferredRequestQueueTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Fact]
    public async Task Send_RespondAsync_IsAcceptedOnceQueued()
    {
        var accepted = Assert.IsType<Accepted>(await _product.PostAsync(Requests.ToUser, respondAsync: true));

        var copy = Assert.Single(_product.Copies());
        var record = _product.Records.Record("r-1")!;
        Assert.Equal(("r-1", MessageState.Queued, false), (accepted.Response.Id, accepted.Response.Status, accepted.Replayed));
        Assert.Equal((1, 0.0), (copy.Envelope.Attempt, copy.Seconds));
        Assert.Equal((MessageState.Queued, 1, null), (record.State, record.Attempt, record.Lease));
        Assert.Empty(_product.Genesys.Received);
        Assert.Contains(EventIds.RequestAccepted, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_SendAtTomorrow_IsHiddenOnTheQueueUntilThen()
    {
        var accepted = Assert.IsType<Accepted>(await _product.PostAsync(Tomorrow));

        Assert.Equal(MessageState.Scheduled, accepted.Response.Status);
        Assert.Equal(_product.Time.GetUtcNow().AddDays(1), _product.Records.Record("r-1")!.DueAt);
        Assert.Equal((1, 86_400.0), (Assert.Single(_product.Copies()).Envelope.Attempt, _product.Copies()[0].Seconds));
        Assert.Equal(_product.Time.GetUtcNow().AddDays(2), _product.Copies()[0].Envelope.ExpiresAt);
        Assert.Contains(EventIds.RequestScheduled, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendDeferred_QueuedRequest_IsTheFirstAttempt(bool scheduled)
    {
        await _product.PostAsync(scheduled ? Tomorrow : Requests.ToUser, respondAsync: !scheduled);
        _product.Time.Advance(TimeSpan.FromDays(scheduled ? 1 : 0));

        await _product.DeliverAsync();

        Assert.Equal((MessageState.Sent, 1, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt, _product.Records.Record("r-1")!.DueAt));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(3600, 3600, MessageState.Scheduled)]
    [InlineData(2, 2, MessageState.Scheduled)]
    [InlineData(1, null, MessageState.Sent)]
    public async Task SendDeferred_CopyArrivesEarly_IsRequeuedWithTheSameAttempt(int secondsEarly, int? requeuedFor, MessageState state)
    {
        await _product.PostAsync(Tomorrow);
        _product.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(secondsEarly));

        await _product.DeliverAsync();

        Assert.Equal(state, _product.Records.Record("r-1")!.State);
        Assert.Equal(requeuedFor is { } seconds ? [(1, (double)seconds)] : [], _product.Copies().Select(copy => (copy.Envelope.Attempt, copy.Seconds)));
    }

    [Fact]
    public async Task Send_SendAtHasPassed_SendsNow() =>
        Assert.IsType<Sent>(await _product.PostAsync(Requests.With("\"sendAt\":\"2026-11-22T11:59:59Z\"")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_WhileItIsQueued_RecordHasAnOwner(bool scheduled)
    {
        MessageRecord? atPut = null;
        _product.Queues.OnPut = () => atPut = _product.Records.Record("r-1");

        await _product.PostAsync(scheduled ? Tomorrow : Requests.ToUser, respondAsync: true);

        Assert.Equal((scheduled ? MessageState.Scheduled : MessageState.Queued, true, TimeSpan.FromMinutes(2)), (atPut!.State, atPut.Owner is not null, atPut.Lease));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_QueueUnavailable_IsRefusedAndCanBeRepeated(bool scheduled)
    {
        var body = scheduled ? Tomorrow : Requests.ToUser;
        _product.Queues.Puts.Refuse();

        var problem = Assert.IsType<NotSent>(await _product.PostAsync(body, respondAsync: true)).Problem;

        Assert.Equal((503, ErrorCodes.StorageUnavailable, true, "r-1"), (problem.Code.Status, problem.Code, problem.RetryAfter > TimeSpan.Zero, problem.Id));
        Assert.Equal((MessageState.Failed, null, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease, _product.Records.Record("r-1")!.DueAt));
        _product.Queues.Puts.Refuse(0);
        Assert.False(Assert.IsType<Accepted>(await _product.PostAsync(body, respondAsync: true)).Replayed);
        // Higher than the attempt of the refused copy, which the queue may have accepted after all.
        Assert.Equal(3, Assert.Single(_product.Copies()).Envelope.Attempt);
    }

    [Fact]
    public async Task Send_QueuedButRecordNotWritten_IsAccepted()
    {
        _product.Records.FailingChanges = 1;

        Assert.IsType<Accepted>(await _product.PostAsync(Requests.ToUser, respondAsync: true));
        await _product.DeliverAsync();

        Assert.Contains(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task Send_CopyFinishesBeforeTheRecordIsWritten_KeepsItsState()
    {
        _product.Queues.OnPut = () => _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sent, MessageId = "m-9", Owner = null, Lease = null });

        await _product.PostAsync(Requests.ToUser, respondAsync: true);

        Assert.Equal((MessageState.Sent, "m-9"), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.MessageId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_AlreadyQueued_IsReplayed(bool respondAsync)
    {
        await _product.PostAsync(Requests.ToUser, respondAsync: true);

        var repeat = Assert.IsType<Accepted>(await _product.PostAsync(Requests.ToUser, respondAsync));

        Assert.Equal((true, MessageState.Queued), (repeat.Replayed, repeat.Response.Status));
        Assert.Single(_product.Copies());
        Assert.Empty(_product.Genesys.Received);
    }

    public void Dispose() => _product.Dispose();
}
