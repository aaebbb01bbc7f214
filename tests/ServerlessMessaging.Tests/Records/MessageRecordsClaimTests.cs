using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Records;

public sealed class MessageRecordsClaimTests : IDisposable
{
    private static readonly SendRequest Request = new("r-1", new Recipient(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null);
    private static readonly IncomingRequest First = new IncomingRequest(Request, DateTimeOffset.UnixEpoch);
    private readonly ProductFixture _product = new();

    [Fact]
    public async Task Claim_NewRequest_OwnsItsFirstAttempt()
    {
        var claim = await ClaimAsync();

        Assert.Equal((ClaimDecision.Claim, 1), (claim.Decision, claim.Record.Value.Attempt));
        Assert.Equal(TimeSpan.FromMinutes(2), claim.Record.LeaseRemaining());
    }

    [Fact]
    public async Task Claim_AHundredAtOnce_OneOwnsIt()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(ClaimAsync)));

        Assert.Single(claims, claim => claim.IsOwned);
        Assert.All(claims.Where(claim => !claim.IsOwned), claim => Assert.Equal(ClaimDecision.InProgress, claim.Decision));
    }

    [Fact]
    public async Task Claim_LeaseIsOver_OneFollowsAndTheRecordIsMarked()
    {
        await ClaimAsync();
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(ClaimAsync)));

        var owned = Assert.Single(claims, claim => claim.IsOwned);
        Assert.Equal((ClaimDecision.ClaimAsUnknown, 2, 1), (owned.Decision, owned.Record.Value.Attempt, owned.Record.Value.UnknownOutcomes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Claim_ResponseLostAndRepeated_RecognisesItsOwnWrite(bool isReplacement)
    {
        if (isReplacement)
        {
            await FailAsync();
        }

        _product.Records.LoseNextResponse();

        var claim = await ClaimAsync();

        Assert.Equal((ClaimDecision.Claim, isReplacement ? 2 : 1), (claim.Decision, claim.Record.Value.Attempt));
    }

    [Fact]
    public async Task Claim_ReplacementLostAndAnotherFollowed_IsNotOwned()
    {
        await FailAsync();
        var follower = First with { AcceptedAt = DateTimeOffset.UnixEpoch.AddSeconds(1) };
        var isFirst = true;
        _product.Tables.FaultsOf(TableNames.MessageRecords).Before = async method =>
        {
            if (method == "PUT" && isFirst)
            {
                isFirst = false;
                await ClaimAsync(follower);
            }
        };

        var claim = await ClaimAsync();

        Assert.Equal(ClaimDecision.InProgress, claim.Decision);
        Assert.Equal(follower.AcceptedAt, claim.Record.Value.AcceptedAt);
    }

    [Fact]
    public async Task Claim_RecordChangesEachTime_ThrowsContentionAndNeverUnreadable()
    {
        await FailAsync();
        _product.Tables.ChangeBeforeEachPut(TableNames.MessageRecords, "r-1");

        await Assert.ThrowsAsync<ContentionException>(ClaimAsync);
    }

    [Theory]
    [InlineData(null, "POST")]
    [InlineData(2, "GET")]
    public async Task Claim_Copy_ReadsBeforeItInserts(int? attempt, string method)
    {
        await FailAsync();
        _product.Tables.Requests.Clear();

        await ClaimAsync(First with { Queue = "messages-deferred", Attempt = attempt });

        Assert.Equal(method, _product.Tables.Requests.First(request => request.Table == TableNames.MessageRecords).Method);
    }

    [Fact]
    public async Task Claim_LeaseIsOverUnderPark_IsNotFollowed()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park"));
        await product.Get<MessageRecords>().ClaimAsync(First, MessageState.Sending, "first", TestContext.Current.CancellationToken);
        product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ClaimDecision.Park, (await product.Get<MessageRecords>().ClaimAsync(First, MessageState.Sending, "second", TestContext.Current.CancellationToken)).Decision);
        // The caller parks it once the dead letter is written.
        Assert.Equal((MessageState.Sending, "first"), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.Owner));
    }

    [Fact]
    public async Task Claim_FailedWithAnotherBody_IsTheNextAttempt()
    {
        var first = await ClaimAsync();
        _product.Records.Put(first.Record.Value with { State = MessageState.Failed, Owner = null, Lease = null });

        var claim = await _product.Get<MessageRecords>().ClaimAsync(First with { Request = Request with { Message = new TextMessage("Other") } }, MessageState.Sending, "another", TestContext.Current.CancellationToken);

        Assert.Equal((ClaimDecision.Claim, 2), (claim.Decision, claim.Record.Value.Attempt));
        Assert.NotEqual(first.Record.Value.Fingerprint, claim.Record.Value.Fingerprint);
    }

    [Theory]
    [InlineData(MessageState.Queued, 3)]
    [InlineData(MessageState.Scheduled, 3)]
    [InlineData(MessageState.Deferred, 3)]
    [InlineData(MessageState.Failed, 4)]
    public async Task Claim_Copy_IsTheAttemptThatWaited(MessageState state, int attempt)
    {
        var first = await ClaimAsync();
        _product.Records.Put(first.Record.Value with { State = state, Attempt = 3, Owner = null, Lease = null, DueAt = _product.Time.GetUtcNow() });

        var claim = await ClaimAsync(First with { Queue = "messages-deferred", Attempt = 3 });

        Assert.Equal((ClaimDecision.Claim, MessageState.Sending, attempt, null), (claim.Decision, claim.Record.Value.State, claim.Record.Value.Attempt, claim.Record.Value.DueAt));
    }

    [Fact]
    public async Task Claim_CopyAheadOfItsRecord_KeepsItsAttempt()
    {
        var first = await ClaimAsync();
        _product.Records.Put(first.Record.Value with { State = MessageState.Deferred, Attempt = 2, Owner = null, Lease = null });

        Assert.Equal(3, (await ClaimAsync(First with { Queue = "messages-deferred", Attempt = 3 })).Record.Value.Attempt);
    }

    [Fact]
    public async Task Claim_AfterFailures_KeepsWhatIsRememberedOfThem()
    {
        var first = await ClaimAsync();
        _product.Records.Put(first.Record.Value with
        {
            State = MessageState.Failed,
            Owner = null,
            Lease = null,
            To = new(ChannelId: "user:u-1"),
            UnknownOutcomes = 2,
            Failures = [new(DateTimeOffset.UnixEpoch, 1, "SM2202", "why")],
        });

        var same = (await ClaimAsync()).Record.Value;
        _product.Records.Put(same with { State = MessageState.Failed, Owner = null, Lease = null, UnknownOutcomes = 0 });
        var other = (await ClaimAsync(First with { Request = Request with { To = new(UserId: "u-2") } })).Record.Value;

        Assert.Equal(("user:u-1", 2, "SM2202"), (same.To!.ChannelId, same.UnknownOutcomes, Assert.Single(same.Failures!).Code));
        Assert.Equal((null, 0, "SM2202"), (other.To, other.UnknownOutcomes, Assert.Single(other.Failures!).Code));
    }

    [Fact]
    public async Task Claim_CopyWithoutRecord_KeepsItsAttempt() =>
        Assert.Equal(3, (await ClaimAsync(First with { Queue = "messages-deferred", Attempt = 3 })).Record.Value.Attempt);

    [Theory]
    [InlineData(MessageState.Sending)]
    [InlineData(MessageState.Queued)]
    [InlineData(MessageState.Scheduled)]
    public async Task Claim_Target_IsTheRecordsState(MessageState aim)
    {
        var dueAt = _product.Time.GetUtcNow().AddHours(1);
        var incoming = new IncomingRequest(Request with { SendAt = dueAt, ReplyTo = "approvals", Notify = true }, _product.Time.GetUtcNow());

        var record = (await _product.Get<MessageRecords>().ClaimAsync(incoming, aim, "me", TestContext.Current.CancellationToken)).Record.Value;

        Assert.Equal((aim, "me", TimeSpan.FromMinutes(2), aim == MessageState.Scheduled ? dueAt : (DateTimeOffset?)null), (record.State, record.Owner, record.Lease, record.DueAt));
        Assert.Equal((_product.Time.GetUtcNow(), dueAt.AddHours(24), "approvals", true), (record.AcceptedAt, record.ExpiresAt, record.ReplyTo, record.Notify));
    }

    [Fact]
    public void WithFailure_SevenTimes_KeepsTheLastFive()
    {
        var record = new MessageRecord { Id = "r", State = MessageState.Failed, Attempt = 1, Fingerprint = "f", Route = SendRoute.OpenMessaging, AcceptedAt = DateTimeOffset.MinValue };
        for (var attempt = 1; attempt <= 7; attempt++)
        {
            record = record.WithFailure(new FailedAttempt(DateTimeOffset.MinValue, attempt, "SM2202", "why"));
        }

        Assert.Equal([3, 4, 5, 6, 7], record.Failures!.Select(failure => failure.Attempt));
    }

    public void Dispose() => _product.Dispose();

    private async Task FailAsync()
    {
        var first = await ClaimAsync();
        _product.Records.Put(first.Record.Value with { State = MessageState.Failed, Lease = null });
    }

    private Task<Claim> ClaimAsync() => ClaimAsync(First);

    private Task<Claim> ClaimAsync(IncomingRequest incoming) => _product.Get<MessageRecords>().ClaimAsync(incoming, MessageState.Sending, Guid.NewGuid().ToString(), TestContext.Current.CancellationToken);
}
