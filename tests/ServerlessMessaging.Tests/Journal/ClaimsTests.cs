using ServerlessMessaging.Journal;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Content;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Journal;

public sealed class ClaimsTests : IDisposable
{
    private static readonly SendRequest Request = new("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null);
    private static readonly Arrival First = Arrival.Of(Request, DateTimeOffset.UnixEpoch);
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task A_new_request_is_owned_as_its_first_attempt()
    {
        var claim = await TakeAsync();

        Assert.Equal((Verdict.Claim, 1), (claim.Verdict, claim.Entry.Record.Attempt));
        Assert.Equal(TimeSpan.FromMinutes(2), claim.Entry.LeaseLeft);
    }

    [Fact]
    public async Task Of_a_hundred_at_once_one_owns_it()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(TakeAsync)));

        Assert.Single(claims, claim => claim.IsOwned);
        Assert.All(claims.Where(claim => !claim.IsOwned), claim => Assert.Equal(Verdict.InProgress, claim.Verdict));
    }

    [Fact]
    public async Task An_owner_that_died_is_followed_by_one_and_the_record_is_marked()
    {
        await TakeAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(TakeAsync)));

        var owned = Assert.Single(claims, claim => claim.IsOwned);
        Assert.Equal((Verdict.ClaimAsUnknown, 2, 1), (owned.Verdict, owned.Entry.Record.Attempt, owned.Entry.Record.UnknownOutcomes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Our_own_write_whose_answer_was_lost_is_recognised(bool failedBefore)
    {
        if (failedBefore)
        {
            var first = await TakeAsync();
            _product.Journal.Put(first.Entry.Record with { State = SendState.Failed, Owner = null, Lease = null });
        }

        _product.Journal.LosesNextAnswer = true;

        Assert.Equal(Verdict.Claim, (await TakeAsync()).Verdict);
    }

    [Fact]
    public async Task Under_Park_nobody_follows_an_owner_that_died()
    {
        using var product = new ProductFixture(("Journal:OnUnknownOutcome", "Park"));
        await product.Get<Claims>().TakeAsync(First, SendState.Sending, "first", TestContext.Current.CancellationToken);
        product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(Verdict.Park, (await product.Get<Claims>().TakeAsync(First, SendState.Sending, "second", TestContext.Current.CancellationToken)).Verdict);
        // Whoever is told so parks it, once its letter is written.
        Assert.Equal((SendState.Sending, "first"), (product.Journal.Record("r-1")!.State, product.Journal.Record("r-1")!.Owner));
    }

    [Fact]
    public async Task A_failed_request_may_be_sent_again_with_another_body_and_counts_on()
    {
        var first = await TakeAsync();
        _product.Journal.Put(first.Entry.Record with { State = SendState.Failed, Owner = null, Lease = null });

        var claim = await _product.Get<Claims>().TakeAsync(First with { Request = Request with { Message = new TextMessage("Other") } }, SendState.Sending, "another", TestContext.Current.CancellationToken);

        Assert.Equal((Verdict.Claim, 2), (claim.Verdict, claim.Entry.Record.Attempt));
        Assert.NotEqual(first.Entry.Record.Fingerprint, claim.Entry.Record.Fingerprint);
    }

    [Theory]
    [InlineData(SendState.Queued, 3)]
    [InlineData(SendState.Scheduled, 3)]
    [InlineData(SendState.Deferred, 3)]
    [InlineData(SendState.Failed, 4)]
    public async Task A_copy_is_the_attempt_that_waited_and_any_other_claim_counts_on(SendState state, int attempt)
    {
        var first = await TakeAsync();
        _product.Journal.Put(first.Entry.Record with { State = state, Attempt = 3, Owner = null, Lease = null, DueAt = _product.Time.GetUtcNow() });

        var claim = await TakeAsync(First with { Queue = "messages-later", Attempt = 3 });

        Assert.Equal((Verdict.Claim, SendState.Sending, attempt, null), (claim.Verdict, claim.Entry.Record.State, claim.Entry.Record.Attempt, claim.Entry.Record.DueAt));
    }

    [Fact]
    public async Task A_copy_of_an_attempt_that_was_never_noted_is_that_attempt()
    {
        var first = await TakeAsync();
        _product.Journal.Put(first.Entry.Record with { State = SendState.Deferred, Attempt = 2, Owner = null, Lease = null });

        Assert.Equal(3, (await TakeAsync(First with { Queue = "messages-later", Attempt = 3 })).Entry.Record.Attempt);
    }

    [Fact]
    public async Task What_is_remembered_of_earlier_attempts_stays()
    {
        var first = await TakeAsync();
        _product.Journal.Put(first.Entry.Record with
        {
            State = SendState.Failed,
            Owner = null,
            Lease = null,
            To = new(ChannelId: "user:u-1"),
            UnknownOutcomes = 2,
            Failures = [new(DateTimeOffset.UnixEpoch, 1, "SM2202", "why")],
        });

        var same = (await TakeAsync()).Entry.Record;
        _product.Journal.Put(same with { State = SendState.Failed, Owner = null, Lease = null });
        var other = (await TakeAsync(First with { Request = Request with { To = new(UserId: "u-2") } })).Entry.Record;

        Assert.Equal(("user:u-1", 2, "SM2202"), (same.To!.ChannelId, same.UnknownOutcomes, Assert.Single(same.Failures!).Code));
        Assert.Equal((null, 2, "SM2202"), (other.To, other.UnknownOutcomes, Assert.Single(other.Failures!).Code));
    }

    [Fact]
    public async Task A_copy_whose_record_is_gone_keeps_its_attempt() =>
        Assert.Equal(3, (await TakeAsync(First with { Queue = "messages-later", Attempt = 3 })).Entry.Record.Attempt);

    [Theory]
    [InlineData(SendState.Sending)]
    [InlineData(SendState.Queued)]
    [InlineData(SendState.Scheduled)]
    public async Task A_claim_says_what_it_is_for(SendState aim)
    {
        var dueAt = _product.Time.GetUtcNow().AddHours(1);
        var arrival = Arrival.Of(Request with { SendAt = dueAt, ReplyTo = "approvals", Notify = true }, _product.Time.GetUtcNow());

        var record = (await _product.Get<Claims>().TakeAsync(arrival, aim, "me", TestContext.Current.CancellationToken)).Entry.Record;

        Assert.Equal((aim, "me", TimeSpan.FromMinutes(2), aim == SendState.Scheduled ? dueAt : (DateTimeOffset?)null), (record.State, record.Owner, record.Lease, record.DueAt));
        Assert.Equal((_product.Time.GetUtcNow(), dueAt.AddHours(24), "approvals", true), (record.AcceptedAt, record.ExpiresAt, record.ReplyTo, record.Notify));
    }

    [Fact]
    public void A_record_remembers_its_last_five_failures()
    {
        var record = new SendRecord { Id = "r", State = SendState.Failed, Attempt = 1, Fingerprint = "f", Route = SendRoute.OpenMessaging, AcceptedAt = DateTimeOffset.MinValue };
        for (var attempt = 1; attempt <= 7; attempt++)
        {
            record = record.WithFailure(new FailedAttempt(DateTimeOffset.MinValue, attempt, "SM2202", "why"));
        }

        Assert.Equal([3, 4, 5, 6, 7], record.Failures!.Select(failure => failure.Attempt));
    }

    public void Dispose() => _product.Dispose();

    private Task<Claim> TakeAsync() => TakeAsync(First);

    private Task<Claim> TakeAsync(Arrival arrival) => _product.Get<Claims>().TakeAsync(arrival, SendState.Sending, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken);
}
