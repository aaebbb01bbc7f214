using System.Net;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Queues;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>Every way in which a request ends without being sent: one that may have been sent is never called unsent, and needs force.</summary>
public sealed class MayHaveBeenSentTests : IDisposable
{
    private const string Body = """{"expiresAt":"2026-11-22T13:00:00Z","notify":true,"id":"r-1","to":{"email":"someone@example.com"},"message":{"type":"text","text":"private words"}}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    public enum Way
    {
        GenesysRefuses,
        DelayBeyondExpiry,
        ExpiredBeforeTheDelivery,
        FiveUnexpectedFailures,
        Poison,
        PayloadMissing,
        OwnerDiedAndExpired,
    }

    public static TheoryData<Way, bool> Ways => [.. Enum.GetValues<Way>().SelectMany(way => new[] { (way, true), (way, false) }).Where(item => item is not (Way.OwnerDiedAndExpired, false))];

    // Without its body there is nothing to replay.
    public static TheoryData<Way, bool> ReplayableWays => [.. Ways.Select(row => row.Data).Where(item => item.Item1 != Way.PayloadMissing)];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task End_QueuedRequest_IsUnknownWhereItMayHaveBeenSent(Way way, bool mayHaveBeenSent)
    {
        await DeferAsync(mayHaveBeenSent && way != Way.OwnerDiedAndExpired, way == Way.PayloadMissing ? Requests.Large : Body);

        await EndAsync(way);

        var (state, code) = mayHaveBeenSent ? (MessageState.Unknown, "SM2204") : (MessageState.Failed, CodeOf(way));
        var deadLetter = Assert.Single(await _product.DeadLettersAsync());
        var record = _product.Records.Record("r-1")!;
        Assert.Equal((state, code, mayHaveBeenSent ? 1 : 0), (record.State, record.LastErrorCode, record.UnknownOutcomes));
        Assert.Equal((state, code), ((await FindAsync()).Status, deadLetter.Code));
        Assert.Contains(mayHaveBeenSent ? "may have sent" : string.Empty, deadLetter.Reason, StringComparison.Ordinal);
        Assert.Contains(mayHaveBeenSent ? CodeOf(way) : string.Empty, deadLetter.Reason, StringComparison.Ordinal);
        Assert.Equal(mayHaveBeenSent || way == Way.PayloadMissing ? 0 : 1, _product.Queues.On(QueueNames.Callbacks).Count);
        Assert.Equal(mayHaveBeenSent ? 409 : way == Way.ExpiredBeforeTheDelivery ? 422 : 202, (await _product.PostAsync(way == Way.PayloadMissing ? Requests.Large : Body, respondAsync: true)).HttpStatus);
    }

    [Theory]
    [MemberData(nameof(ReplayableWays))]
    public async Task Replay_EndedRequest_NeedsForceWhereItMayHaveBeenSent(Way way, bool mayHaveBeenSent)
    {
        await DeferAsync(mayHaveBeenSent);
        await EndAsync(way);

        Assert.Equal(mayHaveBeenSent ? ReplayOutcome.Parked : ReplayOutcome.Replayed, await ReplayAsync());

        if (mayHaveBeenSent)
        {
            Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync(force: true));
            Assert.InRange(Assert.Single(_product.Copies()).Envelope.UnknownOutcomes, 1, 2);
        }
    }

    [Theory]
    [InlineData(400, 422, "SM2007", MessageState.Failed)]
    [InlineData(503, 202, null, MessageState.Deferred)]
    [InlineData(401, 503, "SM2102", MessageState.Failed)]
    public async Task Repeat_FirstSendWasCertainlyNotMade_IsAsBefore(int status, int httpStatus, string? code, MessageState state) =>
        await RepeatAsync(unknownOutcomes: 0, status, httpStatus, code, state);

    // The owner died: its caller repeats the request, which fails.
    [Theory]
    [InlineData(400, 504, "SM2204", MessageState.Unknown)]
    [InlineData(503, 202, null, MessageState.Deferred)]
    [InlineData(401, 202, null, MessageState.Deferred)]
    public async Task Repeat_MayHaveBeenSent_IsNeverCalledUnsent(int status, int httpStatus, string? code, MessageState state) =>
        await RepeatAsync(unknownOutcomes: 1, status, httpStatus, code, state);

    [Theory]
    [InlineData(false, 503, "SM2202", MessageState.Failed)]
    [InlineData(true, 504, "SM2204", MessageState.Unknown)]
    public async Task Repeat_NoQueueAcceptsIt_IsUnknownWhereItMayHaveBeenSent(bool mayHaveBeenSent, int httpStatus, string code, MessageState shown)
    {
        await AbandonAsync(mayHaveBeenSent ? 1 : 0);
        Script(HttpStatusCode.ServiceUnavailable);
        _product.Queues.Puts.Refuse();

        var problem = Assert.IsType<NotSent>(await _product.PostAsync(Body)).Problem;

        Assert.Equal((httpStatus, code), (problem.Code.Status, problem.Code.Code));
        Assert.Equal(shown, (await FindAsync()).Status);
    }

    [Theory]
    [InlineData("Resend", 400)]
    [InlineData("Park", 400)]
    [InlineData("Park", 504)]
    [InlineData("Park", 0)]
    public async Task Park_DeadLetterCannotBeWritten_IsA504(string policy, int status)
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", policy)).WithToken();
        product.Blobs.FaultsOf(ContainerNames.DeadLetters).Refuse();
        product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)(status == 0 ? 400 : status)).On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""");
        if (status != 504)
        {
            await AbandonAsync(1, product, isOwned: true);
        }

        var single = Assert.IsType<NotSent>(await product.PostAsync(Body)).Problem;

        Assert.Equal((504, "SM2204", "r-1", null), (single.Code.Status, single.Code.Code, single.Id, single.RetryAfter));
        Assert.DoesNotContain("nothing was sent", single.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(EventIds.DeadLetterNotWritten, product.Log.EventIds);
        Assert.DoesNotContain(EventIds.RequestParked, product.Log.EventIds);
        product.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(MessageState.Unknown, (await FindAsync(product)).Status);
    }

    [Theory]
    [InlineData(false, MessageState.Cancelled)]
    [InlineData(true, MessageState.Unknown)]
    public async Task Cancel_Deferred_SaysWhetherItMayHaveBeenSent(bool mayHaveBeenSent, MessageState state)
    {
        await DeferAsync(mayHaveBeenSent);
        var posts = _product.Genesys.To(ProductFixture.ChannelPath).Count;

        var (response, problem) = await _product.Get<MessageStatus>().CancelAsync("r-1");

        Assert.Null(problem);
        Assert.Equal((state, mayHaveBeenSent ? 1 : 0, null), (response!.Status, response.UnknownOutcomes, response.DueAt));
        await _product.DeliverAsync();
        Assert.Equal((state, posts), ((await FindAsync()).Status, _product.Genesys.To(ProductFixture.ChannelPath).Count));
        Assert.Empty(await _product.DeadLettersAsync());
        Assert.Equal(409, (await _product.PostAsync(Body)).HttpStatus);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Replay_ForcedAndNotQueued_StaysWhatItWas(bool mayHaveBeenSent)
    {
        await DeferAsync(mayHaveBeenSent);
        await EndAsync(Way.GenesysRefuses);
        _product.Queues.Puts.Refuse();

        await ReplayAsync(force: true);

        Assert.Equal(mayHaveBeenSent ? MessageState.Unknown : MessageState.Failed, _product.Records.Record("r-1")!.State);
    }

    [Fact]
    public async Task Replay_ForcedWithoutRecord_StillMayHaveBeenSent()
    {
        await DeferAsync(mayHaveBeenSent: true);
        await EndAsync(Way.GenesysRefuses);
        _product.Records.Remove("r-1");

        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync(force: true));
        await EndAsync(Way.GenesysRefuses);

        Assert.Equal((MessageState.Unknown, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
    }

    [Fact]
    public async Task Replay_OwnerDied_NeedsForce()
    {
        await DeferAsync(mayHaveBeenSent: false);
        await EndAsync(Way.GenesysRefuses);
        _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(ReplayOutcome.Parked, await ReplayAsync());
        Assert.Equal(ReplayOutcome.Replayed, await ReplayAsync(force: true));
    }

    public void Dispose() => _product.Dispose();

    private static string CodeOf(Way way) => way switch
    {
        Way.GenesysRefuses => "SM2007",
        Way.FiveUnexpectedFailures => "SM4002",
        Way.Poison => "SM4006",
        Way.PayloadMissing => "SM4007",
        _ => "SM3008",
    };

    private void Script(HttpStatusCode status, params (string, string)[] headers) => _product.Genesys
        .Remove(ProductFixture.UsersPath).On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""")
        .Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, status, "{}", headers);

    // A deferred copy, whose attempt may have sent the message or not.
    private async Task DeferAsync(bool mayHaveBeenSent, string body = Body)
    {
        Script(mayHaveBeenSent ? HttpStatusCode.GatewayTimeout : HttpStatusCode.ServiceUnavailable);
        await _product.EnqueueAsync(body);
        Assert.Equal((MessageState.Deferred, mayHaveBeenSent), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.MayHaveBeenSent));
    }

    private async Task EndAsync(Way way)
    {
        switch (way)
        {
            case Way.GenesysRefuses:
                Script(HttpStatusCode.BadRequest);
                await _product.DeliverAsync();
                break;
            case Way.DelayBeyondExpiry:
                Script(HttpStatusCode.ServiceUnavailable, ("Retry-After", "7200"));
                await _product.DeliverAsync();
                break;
            case Way.ExpiredBeforeTheDelivery:
                _product.Time.Advance(TimeSpan.FromHours(1));
                await _product.DeliverAsync();
                break;
            case Way.FiveUnexpectedFailures:
                // The look-up has no scripted response and throws an unexpected exception.
                _product.Genesys.Remove(ProductFixture.UsersPath);
                _product.Time.Advance(TimeSpan.FromMinutes(11));
                _product.Records.Put(_product.Records.Record("r-1")! with { Failures = [.. Enumerable.Repeat(new FailedAttempt(_product.Time.GetUtcNow(), 1, "SM4002", "why"), 5)] });
                await _product.DeliverAsync();
                break;
            case Way.Poison:
                await _product.Get<DeferredMessages>().HandlePoisonAsync(_product.Queues.Next(QueueNames.MessagesDeferred));
                break;
            case Way.PayloadMissing:
                _product.Blobs.Delete(ContainerNames.Payloads, _product.Blobs.Names(ContainerNames.Payloads)[0]);
                await _product.DeliverAsync();
                break;
            default:
                _product.Records.Put(_product.Records.Record("r-1")! with { State = MessageState.Sending, Attempt = 2, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
                _product.Time.Advance(TimeSpan.FromHours(1));
                await _product.DeliverAsync();
                break;
        }
    }

    // The record of a caller's request whose process died after so many lost responses.
    private async Task AbandonAsync(int unknownOutcomes, ProductFixture? product = null, bool isOwned = false)
    {
        var target = product ?? _product;
        await target.PostAsync(Body, respondAsync: true);
        target.Queues.Next(QueueNames.MessagesDeferred);
        var record = target.Records.Record("r-1")! with { State = MessageState.Failed, IsQueued = false, UnknownOutcomes = unknownOutcomes };
        target.Records.Put(isOwned ? record with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) } : record);
        target.Time.Advance(TimeSpan.FromMinutes(2));
    }

    private async Task RepeatAsync(int unknownOutcomes, int status, int httpStatus, string? code, MessageState state)
    {
        await AbandonAsync(unknownOutcomes);
        Script((HttpStatusCode)status);

        var outcome = await _product.PostAsync(Body);

        Assert.Equal((httpStatus, code), (outcome.HttpStatus, (outcome as NotSent)?.Problem.Code.Code));
        Assert.Equal((state, unknownOutcomes), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(state == MessageState.Unknown ? 1 : 0, (await _product.DeadLettersAsync()).Count);
    }

    private async Task<MessageStatusResponse> FindAsync(ProductFixture? product = null) => (await (product ?? _product).Get<MessageStatus>().FindAsync("r-1")).Response!;

    private async Task<ReplayOutcome?> ReplayAsync(bool force = false)
    {
        Assert.Null(DeadLetterQuery.Read([KeyValuePair.Create("id", "r-1"), KeyValuePair.Create("force", force ? "true" : "false")], out var query));
        var (actions, _) = await _product.Get<DeadLetterService>().ReplayAsync(query, TestContext.Current.CancellationToken);
        return actions is { Items: [var action, ..] } ? action.Outcome : null;
    }
}
