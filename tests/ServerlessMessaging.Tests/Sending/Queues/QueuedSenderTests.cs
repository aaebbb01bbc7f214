using System.Net;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Shutdown;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>What happens to a queued request before it is sent: by its record, at a stop, without storage.</summary>
public sealed class QueuedSenderTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public QueuedSenderTests() => _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

    [Fact]
    public async Task SendQueued_HostStops_IsRequeuedAndNotSent()
    {
        _product.Get<RunningInvocations>().Stop();

        await _product.EnqueueAsync(Requests.ToUser);

        ExpectRequeued(attempt: null, seconds: 0);
        Assert.Null(_product.Records.Record("r-1"));
    }

    [Fact]
    public async Task SendDeferred_HostStops_IsRequeuedWithItsAttempt()
    {
        await DeferAsync();
        _product.Get<RunningInvocations>().Stop();

        await _product.DeliverAsync();

        ExpectRequeued(attempt: 2, seconds: 0);
        Assert.Equal((MessageState.Deferred, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task SendQueued_StorageUnavailable_IsRequeued(int deliveries)
    {
        _product.Records.Fault = StorageResponses.Busy;

        await _product.EnqueueAsync(Requests.ToUser, deliveries);

        ExpectRequeued(attempt: null, seconds: 30);
        Assert.Empty(await _product.DeadLettersAsync());
        _product.Records.Fault = null;
        await _product.DeliverAsync();
        Assert.Equal((MessageState.Sent, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task SendDeferred_StorageUnavailable_IsRequeuedWithItsAttempt()
    {
        await DeferAsync();
        _product.Records.Fault = StorageResponses.Busy;

        await _product.DeliverAsync();

        ExpectRequeued(attempt: 2, seconds: 30);
        _product.Records.Fault = null;
        await _product.DeliverAsync();
        Assert.Equal((MessageState.Sent, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task SendQueued_Requeued_KeepsItsTimes()
    {
        _product.Get<RunningInvocations>().Stop();
        var acceptedAt = _product.Time.GetUtcNow();

        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T13:00:00Z\""));

        Assert.Equal((acceptedAt, acceptedAt.AddHours(1)), (_product.Copies()[0].Envelope.AcceptedAt, _product.Copies()[0].Envelope.ExpiresAt));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public async Task SendQueued_AnotherOwnerSends_IsRequeuedForTheRestOfTheLease(int? attempt)
    {
        var incoming = await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromSeconds(3.5));

        await DeliverAsync(incoming, attempt);

        ExpectRequeued(attempt, seconds: 117);
        Assert.Equal(MessageState.Sending, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendDeferred_LeaseEndedUnderResend_IsSentAndMarked()
    {
        var incoming = await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        await DeliverAsync(incoming, attempt: 1);

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, 2, 1), (record.State, record.Attempt, record.UnknownOutcomes));
        Assert.Contains(EventIds.ResentAfterUnknownOutcome, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendQueued_LeaseEndedUnderPark_IsDeadLettered()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        await ClaimAsync(product);
        product.Time.Advance(TimeSpan.FromMinutes(2));

        await product.EnqueueAsync(Requests.ToUser);

        Assert.Equal((MessageState.Unknown, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(["r-1 messages-deferred SM2204 1"], (await product.DeadLettersAsync()).Select(deadLetter => $"{deadLetter.Id} {deadLetter.Queue} {deadLetter.Code} {deadLetter.Attempts}"));
        Assert.Empty(product.Genesys.Received);
    }

    [Fact]
    public async Task SendQueued_DeadLetterFailsUnderPark_IsWrittenByTheNextDelivery()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        await ClaimAsync(product);
        product.Time.Advance(TimeSpan.FromMinutes(2));
        product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(times: 1);
        await product.EnqueueAsync(Requests.ToUser);

        await product.DeliverAsync();

        Assert.Equal(["SM2204"], (await product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(MessageState.Unknown, product.Records.Record("r-1")!.State);
    }

    [Theory]
    [InlineData(MessageState.Sent)]
    [InlineData(MessageState.Delivered)]
    [InlineData(MessageState.Cancelled)]
    [InlineData(MessageState.Unknown)]
    [InlineData(MessageState.Scheduled)]
    [InlineData(MessageState.Deferred)]
    public async Task SendQueued_NothingToDo_IsDropped(MessageState state)
    {
        await ClaimAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state, Owner = null, Lease = null });
        var version = _product.Records.Version("r-1");

        await _product.EnqueueAsync(Requests.ToUser);

        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Empty(_product.Genesys.Received);
        Assert.Empty(_product.Copies());
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.RequestDropped, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendDeferred_CopyOfAnOlderAttempt_IsDropped()
    {
        await DeferAsync();
        var incoming = new IncomingRequest(Tests.Contract.Expect.Request(Requests.ToUser), _product.Time.GetUtcNow());

        await DeliverAsync(incoming, attempt: 1);

        Assert.Equal((MessageState.Deferred, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
        Assert.Equal(2, Assert.Single(_product.Copies()).Envelope.Attempt);
    }

    [Fact]
    public async Task SendDeferred_SameCopyTwice_SendsOneMessage()
    {
        await DeferAsync();
        var copy = _product.Queues.Next(QueueNames.MessagesDeferred);
        await _product.Get<ServerlessMessaging.Sending.Queues.DeferredMessages>().HandleAsync(copy);

        await _product.Get<ServerlessMessaging.Sending.Queues.DeferredMessages>().HandleAsync(copy);

        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task SendDeferred_ResponseOfTheClaimLost_IsSentByTheNextDelivery()
    {
        await DeferAsync();
        _product.Records.FailAfterNextChange();

        await _product.DeliverAsync();
        ExpectRequeued(attempt: 2, seconds: 30);
        await _product.DeliverAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task Send_OtherBodyWhileTheClaimIsOpen_IsRefused()
    {
        await DeferAsync();
        _product.Records.FailAfterNextChange();
        await _product.DeliverAsync();

        Assert.Equal(422, (await _product.PostAsync(Requests.OtherBody)).HttpStatus);
        await _product.DeliverAsync();

        Assert.Contains("private words", _product.Genesys.To(ProductFixture.ChannelPath)[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendQueued_SameIdOtherBody_IsDeadLettered()
    {
        await _product.PostAsync(Requests.ToUser);
        var version = _product.Records.Version("r-1");

        await _product.EnqueueAsync(Requests.OtherBody);

        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(("r-1", "messages", "SM3005"), (deadLetter.Id, deadLetter.Queue, deadLetter.Code));
        Assert.Contains("other words", _product.Blobs.Content(ContainerNames.DeadLetters, _product.Blobs.Names(ContainerNames.DeadLetters)[0]), StringComparison.Ordinal);
        Assert.Equal(version, _product.Records.Version("r-1"));
    }

    public void Dispose() => _product.Dispose();

    private async Task DeferAsync()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.ToUser);
    }

    private async Task<IncomingRequest> ClaimAsync(ProductFixture? product = null)
    {
        var target = product ?? _product;
        var incoming = new IncomingRequest(Tests.Contract.Expect.Request(Requests.ToUser), target.Time.GetUtcNow());
        await target.Get<SendRecords>().ClaimAsync(incoming, MessageState.Sending, TimeSpan.FromSeconds(5));
        return incoming;
    }

    private Task DeliverAsync(IncomingRequest incoming, int? attempt) => attempt is null
        ? _product.EnqueueAsync(Requests.ToUser)
        : _product.DeliverAsync(new DeferredRequest("r-1", attempt, incoming.AcceptedAt, incoming.ExpiresAt) { Payload = BinaryData.FromString(Requests.ToUser).ToMemory() });

    private void ExpectRequeued(int? attempt, double seconds)
    {
        var copy = Assert.Single(_product.Copies());
        Assert.Equal(("r-1", attempt, seconds), (copy.Envelope.Id, copy.Envelope.Attempt, copy.Seconds));
        Assert.Contains(EventIds.RequestRequeued, _product.Log.EventIds);
        Assert.DoesNotContain(EventIds.MessageSent, _product.Log.EventIds);
    }
}
