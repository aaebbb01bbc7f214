using System.Net;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>The result of a replay, which the message record decides.</summary>
public sealed class RequestReplayTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task Replay_FailedRequest_QueuesTheNextAttemptAndDeletesTheDeadLetter()
    {
        await DeadLetterAsync();

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());

        var copy = Assert.Single(_product.Copies());
        Assert.Equal(("r-1", 2, 0.0), (copy.Envelope.Id, copy.Envelope.Attempt, copy.Seconds));
        Assert.Equal((MessageState.Queued, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.DeadLetterReplayed, _product.Log.EventIds);
        await DeliverAsync();
    }

    [Fact]
    public async Task Replay_Twice_QueuesOneCopy()
    {
        await DeadLetterAsync();
        await ReplayAsync();

        Assert.Null(await ReplayAsync());
        Assert.Single(_product.Copies());
    }

    [Fact]
    public async Task Replay_DeadLetterNotDeleted_SendsNothingTwice()
    {
        await DeadLetterAsync();
        // Listing and reading succeed; the deletion fails.
        _product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse(times: 1, after: 2);
        await ReplayAsync();

        Assert.Equal(ReplayOutcome.InProgress, await ReplayAsync());
        await DeliverAsync();
        Assert.Equal(ReplayOutcome.AlreadySent, await ReplayAsync());
        Assert.Equal(2, _product.Genesys.To(ProductFixture.ChannelPath).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_DryRun_ChangesNothing(bool force)
    {
        await DeadLetterAsync();
        var version = _product.Records.Version("r-1");

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync(force, dryRun: true));

        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Empty(_product.Copies());
        Assert.Single(await _product.DeadLettersAsync());
        Assert.DoesNotContain(EventIds.DeadLetterReplayed, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(MessageState.Sent, ReplayOutcome.AlreadySent, false)]
    [InlineData(MessageState.Delivered, ReplayOutcome.AlreadySent, false)]
    [InlineData(MessageState.Queued, ReplayOutcome.InProgress, true)]
    [InlineData(MessageState.Scheduled, ReplayOutcome.InProgress, true)]
    [InlineData(MessageState.Deferred, ReplayOutcome.InProgress, true)]
    [InlineData(MessageState.Cancelled, ReplayOutcome.Cancelled, true)]
    [InlineData(MessageState.Unknown, ReplayOutcome.Parked, true)]
    public async Task Replay_RecordState_DecidesTheOutcome(MessageState state, ReplayOutcome outcome, bool isKept)
    {
        await DeadLetterAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state });
        var version = _product.Records.Version("r-1");

        Assert.Equal(outcome, await ReplayAsync(dryRun: true));
        Assert.Equal(outcome, await ReplayAsync());

        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Empty(_product.Copies());
        Assert.Equal(isKept ? 1 : 0, (await _product.DeadLettersAsync()).Count);
    }

    [Theory]
    [InlineData(MessageState.Sent, ReplayOutcome.AlreadySent)]
    [InlineData(MessageState.Cancelled, ReplayOutcome.Cancelled)]
    [InlineData(MessageState.Deferred, ReplayOutcome.InProgress)]
    [InlineData(MessageState.Unknown, ReplayOutcome.Replayed)]
    public async Task Replay_Force_SendsOnlyUnknownOutcomes(MessageState state, ReplayOutcome outcome)
    {
        await DeadLetterAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state });

        Assert.Equal(outcome, await ReplayAsync(force: true));

        Assert.Equal(outcome == ReplayOutcome.Replayed ? 1 : 0, _product.Copies().Count);
    }

    [Fact]
    public async Task Replay_ForceOfAParkedRequest_IsSent()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.EnqueueAsync(Requests.ToUser);
        Assert.Equal(ReplayOutcome.Parked, await ReplayAsync(product: product));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync(force: true, product: product));
        await product.DeliverAsync();

        Assert.Equal((MessageState.Sent, 2, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.Attempt, product.Records.Record("r-1")!.UnknownOutcomes));
    }

    [Theory]
    [InlineData(119, false, ReplayOutcome.InProgress)]
    [InlineData(119, true, ReplayOutcome.InProgress)]
    [InlineData(120, false, ReplayOutcome.Parked)]
    [InlineData(120, true, ReplayOutcome.Replayed)]
    public async Task Replay_InterruptedSend_IsParkedOnceItsLeaseEnded(int seconds, bool force, ReplayOutcome outcome)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await product.EnqueueAsync(Requests.ToUser);
        product.Records.Put(product.Records.Record("r-1")! with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        product.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, await ReplayAsync(force, product: product));
    }

    [Theory]
    [InlineData(false, ReplayOutcome.RecordExpired)]
    [InlineData(true, ReplayOutcome.Replayed)]
    public async Task Replay_AttemptedRequestWithoutRecord_NeedsForce(bool force, ReplayOutcome outcome)
    {
        await DeadLetterAsync();
        _product.Records.Remove("r-1");

        Assert.Equal(outcome, await ReplayAsync(force, dryRun: true));
        Assert.Equal(outcome, await ReplayAsync(force));

        Assert.Equal(force ? 1 : 0, _product.Copies().Count);
    }

    [Theory]
    [InlineData(14.0, ReplayOutcome.Replayed)]
    [InlineData(14.1, ReplayOutcome.RecordExpired)]
    public async Task Replay_UnattemptedRequestWithoutRecord_IsReplayedUnlessOld(double days, ReplayOutcome outcome)
    {
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Requests.ToUser)));
        _product.Time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(outcome, await ReplayAsync());
    }

    [Fact]
    public async Task Replay_IdOfAnotherRequest_IsAPayloadMismatch()
    {
        await DeadLetterAsync();
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.OtherBody);

        Assert.Equal(ReplayOutcome.PayloadMismatch, await ReplayAsync(force: true));
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("private words")]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":""}}""")]
    public async Task Replay_NotARequest_IsUnusable(string text)
    {
        await _product.EnqueueAsync(text);

        Assert.Equal(ReplayOutcome.Unusable, await ReplayAsync(force: true));
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task Replay_UnknownQueue_IsUnusable()
    {
        var now = _product.Time.GetUtcNow();
        await _product.Get<DeadLetterStore>().WriteAsync(new DeadLetter("r-1", "unknown-queue", "SM2004", "why", now, 0), now, BinaryData.FromString(Requests.ToUser), TestContext.Current.CancellationToken);

        Assert.Equal(ReplayOutcome.Unusable, await ReplayAsync());
    }

    [Fact]
    public async Task Replay_DeadLetterDeletedMeanwhile_IsGone()
    {
        await DeadLetterAsync();
        await _product.EnqueueAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));
        var second = _product.Blobs.Names(ContainerNames.DeadLetters)[1];
        _product.Queues.OnPut = () => _product.Blobs.Delete(ContainerNames.DeadLetters, second);
        DeadLetterQuery.Read([KeyValuePair.Create("queue", "messages")], out var query);

        var (actions, _) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal([ReplayOutcome.Replayed, ReplayOutcome.Gone], actions!.Items.Select(action => action.Outcome));
    }

    [Fact]
    public async Task Replay_ExpiredRequest_GetsANewExpiry()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T12:00:05Z\""));
        _product.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());

        Assert.Equal(_product.Time.GetUtcNow().AddHours(24), Assert.Single(_product.Copies()).Envelope.ExpiresAt);
        await DeliverAsync();
    }

    // An attempt needs 4 s.
    [Theory]
    [InlineData(7200, 7200)]
    [InlineData(4, 4)]
    [InlineData(3.9, 24 * 3600)]
    public async Task Replay_RequestNotExpired_KeepsAnExpiryThatAllowsAnAttempt(double seconds, double expected)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T14:00:00Z\""));
        _product.Time.Advance(TimeSpan.FromSeconds(7200 - seconds));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());

        Assert.Equal(expected, (Assert.Single(_product.Copies()).Envelope.ExpiresAt - _product.Time.GetUtcNow()).TotalSeconds, 3);
        await DeliverAsync();
    }

    [Fact]
    public async Task Replay_CloudEvent_SendsItsRequest()
    {
        var text = $$"""{"specversion":"1.0","source":"/shop","id":"e-1","data":{{Requests.ToUser.Replace("\"id\":\"r-1\",", string.Empty, StringComparison.Ordinal)}}}""";
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(text)));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.DeliverAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record($"event-{ServerlessMessaging.Contract.DerivedName.Compute(ServerlessMessaging.Contract.NameKind.CloudEvent, "/shop", "e-1")}")!.State);
    }

    [Fact]
    public async Task Replay_QueueUnavailable_KeepsTheDeadLetter()
    {
        await DeadLetterAsync();
        _product.Queues.Puts.Refuse();
        DeadLetterQuery.Read([KeyValuePair.Create("id", "r-1")], out var query);

        var (_, problem) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal("SM4004", problem!.Code.Code);
        Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(MessageState.Failed, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task Replay_ForceAndQueueUnavailable_StaysParked()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.EnqueueAsync(Requests.ToUser);
        product.Queues.Puts.Refuse();

        await ReplayAsync(force: true, product: product);
        product.Queues.Puts.Refuse(0);

        Assert.Equal(409, (await product.PostAsync(Requests.ToUser)).HttpStatus);
        Assert.Single(product.Genesys.To(ProductFixture.ChannelPath));
    }

    public void Dispose() => _product.Dispose();

    private async Task DeadLetterAsync()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await _product.EnqueueAsync(Requests.ToUser);
        Assert.Single(await _product.DeadLettersAsync());
    }

    private async Task DeliverAsync()
    {
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.DeliverAsync();
        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
    }

    private async Task<ReplayOutcome?> ReplayAsync(bool force = false, bool dryRun = false, ProductFixture? product = null)
    {
        var values = new Dictionary<string, string> { ["since"] = "2026-01-01T00:00:00Z", ["force"] = force.ToString(), ["dryRun"] = dryRun.ToString() };
        Assert.Null(DeadLetterQuery.Read(values, out var query));
        var (actions, _) = await (product ?? _product).Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        return actions is { Items: [var action] } ? action.Outcome : null;
    }
}
