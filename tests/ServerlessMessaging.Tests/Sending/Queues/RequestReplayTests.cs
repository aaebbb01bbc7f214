using System.Net;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending.Queues;

/// <summary>What becomes of a dead letter that is replayed: the record decides.</summary>
public sealed class RequestReplayTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task A_refused_request_goes_on_its_way_again_as_its_next_attempt_and_its_letter_is_gone()
    {
        await RefuseAsync();

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());

        var copy = Assert.Single(_product.Copies());
        Assert.Equal(("r-1", 2, 0.0), (copy.Envelope.Id, copy.Envelope.Attempt, copy.Seconds));
        Assert.Equal((MessageState.Queued, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Contains(EventIds.DeadLetterReplayed, _product.Log.EventIds);
        await DeliverAsync();
    }

    [Fact]
    public async Task Twice_is_once()
    {
        await RefuseAsync();
        await ReplayAsync();

        Assert.Null(await ReplayAsync());
        Assert.Single(_product.Copies());
    }

    [Fact]
    public async Task A_letter_that_could_not_be_deleted_sends_nothing_twice()
    {
        await RefuseAsync();
        // The list, the body, and then the deletion.
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
    public async Task A_dry_run_tells_and_changes_nothing(bool force)
    {
        await RefuseAsync();
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
    public async Task The_state_decides(MessageState state, ReplayOutcome outcome, bool staysThere)
    {
        await RefuseAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state });
        var version = _product.Records.Version("r-1");

        Assert.Equal(outcome, await ReplayAsync(dryRun: true));
        Assert.Equal(outcome, await ReplayAsync());

        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Empty(_product.Copies());
        Assert.Equal(staysThere ? 1 : 0, (await _product.DeadLettersAsync()).Count);
    }

    [Theory]
    [InlineData(MessageState.Sent, ReplayOutcome.AlreadySent)]
    [InlineData(MessageState.Cancelled, ReplayOutcome.Cancelled)]
    [InlineData(MessageState.Deferred, ReplayOutcome.InProgress)]
    [InlineData(MessageState.Unknown, ReplayOutcome.Replayed)]
    public async Task Force_sends_only_what_nobody_knows(MessageState state, ReplayOutcome outcome)
    {
        await RefuseAsync();
        _product.Records.Put(_product.Records.Record("r-1")! with { State = state });

        Assert.Equal(outcome, await ReplayAsync(force: true));

        Assert.Equal(outcome == ReplayOutcome.Replayed ? 1 : 0, _product.Copies().Count);
    }

    [Fact]
    public async Task A_parked_request_is_sent_by_force()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
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
    public async Task A_send_that_was_cut_off_is_parked_when_its_lease_is_over(int seconds, bool force, ReplayOutcome outcome)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await product.EnqueueAsync(Requests.ToUser);
        product.Records.Put(product.Records.Record("r-1")! with { State = MessageState.Sending, Owner = "gone", Lease = TimeSpan.FromMinutes(2) });
        product.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(outcome, await ReplayAsync(force, product: product));
    }

    [Theory]
    [InlineData(false, ReplayOutcome.RecordExpired)]
    [InlineData(true, ReplayOutcome.Replayed)]
    public async Task Without_its_record_a_request_that_was_tried_needs_force(bool force, ReplayOutcome outcome)
    {
        await RefuseAsync();
        _product.Records.Remove("r-1");

        Assert.Equal(outcome, await ReplayAsync(force, dryRun: true));
        Assert.Equal(outcome, await ReplayAsync(force));

        Assert.Equal(force ? 1 : 0, _product.Copies().Count);
    }

    [Theory]
    [InlineData(14.0, ReplayOutcome.Replayed)]
    [InlineData(14.1, ReplayOutcome.RecordExpired)]
    public async Task What_was_never_tried_had_no_record_unless_it_is_old(double days, ReplayOutcome outcome)
    {
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(Requests.ToUser)));
        _product.Time.Advance(TimeSpan.FromDays(days));

        Assert.Equal(outcome, await ReplayAsync());
    }

    [Fact]
    public async Task An_id_that_belongs_to_another_request_is_told()
    {
        await RefuseAsync();
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.OtherBody);

        Assert.Equal(ReplayOutcome.PayloadMismatch, await ReplayAsync(force: true));
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Theory]
    [InlineData("private words")]
    [InlineData("""{"to":{"userId":"u-1"},"message":{"type":"text","text":""}}""")]
    public async Task What_is_no_request_cannot_be_replayed(string text)
    {
        await _product.EnqueueAsync(text);

        Assert.Equal(ReplayOutcome.Unusable, await ReplayAsync(force: true));
        Assert.Single(await _product.DeadLettersAsync());
    }

    [Fact]
    public async Task Nor_can_a_letter_of_a_queue_that_nobody_serves()
    {
        var now = _product.Time.GetUtcNow();
        await _product.Get<DeadLetterStore>().WriteAsync(new DeadLetter("r-1", "elsewhere", "SM2004", "why", now, 0), now, BinaryData.FromString(Requests.ToUser), TestContext.Current.CancellationToken);

        Assert.Equal(ReplayOutcome.Unusable, await ReplayAsync());
    }

    [Fact]
    public async Task A_letter_that_somebody_else_took_in_the_meantime_is_gone()
    {
        await RefuseAsync();
        await _product.EnqueueAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));
        var second = _product.Blobs.Names(ContainerNames.DeadLetters)[1];
        _product.Queues.OnPut = () => _product.Blobs.Delete(ContainerNames.DeadLetters, second);
        DeadLetterQuery.Read([KeyValuePair.Create("queue", "messages")], out var query);

        var (actions, _) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal([ReplayOutcome.Replayed, ReplayOutcome.Gone], actions!.Items.Select(action => action.Outcome));
    }

    [Fact]
    public async Task An_end_that_is_over_does_not_end_the_replay()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T12:00:05Z\""));
        _product.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());

        Assert.Equal(_product.Time.GetUtcNow().AddHours(24), Assert.Single(_product.Copies()).Envelope.ExpiresAt);
        await DeliverAsync();
    }

    [Fact]
    public async Task An_end_that_is_not_over_stays()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest);
        await _product.EnqueueAsync(Requests.With("\"expiresAt\":\"2026-11-22T14:00:00Z\""));

        await ReplayAsync();

        Assert.Equal(_product.Time.GetUtcNow().AddHours(2), Assert.Single(_product.Copies()).Envelope.ExpiresAt);
    }

    [Fact]
    public async Task An_event_is_replayed_as_the_request_it_holds()
    {
        var text = $$"""{"specversion":"1.0","source":"/shop","id":"e-1","data":{{Requests.ToUser.Replace("\"id\":\"r-1\",", string.Empty, StringComparison.Ordinal)}}}""";
        await _product.Get<QueuedMessages>().HandlePoisonAsync(_product.Queues.Message(BinaryData.FromString(text)));

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync());
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.DeliverAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record($"event-{ServerlessMessaging.Contract.DerivedName.Compute("/shop", "e-1")}")!.State);
    }

    [Fact]
    public async Task A_queue_that_takes_nothing_leaves_the_letter()
    {
        await RefuseAsync();
        _product.Queues.Puts.Refuse();
        DeadLetterQuery.Read([KeyValuePair.Create("id", "r-1")], out var query);

        var (_, problem) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);

        Assert.Equal("SM4004", problem!.Code.Code);
        Assert.Single(await _product.DeadLettersAsync());
        Assert.Equal(MessageState.Failed, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task A_forced_replay_that_no_queue_takes_leaves_it_parked()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await product.EnqueueAsync(Requests.ToUser);
        product.Queues.Puts.Refuse();

        await ReplayAsync(force: true, product: product);
        product.Queues.Puts.Refuse(0);

        Assert.Equal(409, (await product.PostAsync(Requests.ToUser)).HttpStatus);
        Assert.Single(product.Genesys.To(ProductFixture.ChannelPath));
    }

    public void Dispose() => _product.Dispose();

    private async Task RefuseAsync()
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
