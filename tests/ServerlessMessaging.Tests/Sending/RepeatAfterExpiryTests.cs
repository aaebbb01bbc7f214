using System.Net;
using System.Text;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Sending.Batches;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>A request that is repeated after its own <c>expiresAt</c>: its record's state is the response, because the message may have been sent.</summary>
public sealed class RepeatAfterExpiryTests : IDisposable
{
    private static readonly string Body = Requests.With("\"expiresAt\":\"2026-11-22T13:00:00Z\"");
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(MessageState.Sent, 200, null)]
    [InlineData(MessageState.Delivered, 200, null)]
    [InlineData(MessageState.Queued, 202, null)]
    [InlineData(MessageState.Deferred, 202, null)]
    [InlineData(MessageState.Cancelled, 409, "SM3009")]
    [InlineData(MessageState.Unknown, 409, "SM3007")]
    [InlineData(MessageState.Failed, 422, "SM1100")]
    public async Task Send_RecordState_IsTheResponse(MessageState state, int httpStatus, string? code)
    {
        await ExpireAsync(record => record with { State = state });
        var version = _product.Records.Version("r-1");

        var single = await _product.PostAsync(Body);
        var batched = await SendBatchAsync();

        Assert.Equal((httpStatus, code), (single.HttpStatus, CodeOf(single)));
        Assert.Equal((httpStatus, code), (batched.HttpStatus, CodeOf(batched)));
        Assert.Equal(version, _product.Records.Version("r-1"));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(true, "SM3006", MessageState.Sending)]
    [InlineData(false, "SM3007", MessageState.Unknown)]
    public async Task Send_AttemptOfAnotherOwner_IsInProgressThenUnknown(bool isAlive, string code, MessageState state)
    {
        await ExpireAsync(record => record with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });
        _product.Time.Advance(TimeSpan.FromMinutes(isAlive ? 1 : 2));

        Assert.Equal(code, CodeOf(await _product.PostAsync(Body)));

        Assert.Equal((state, isAlive ? 0 : 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(isAlive ? 0 : 1, (await _product.DeadLettersAsync()).Count(deadLetter => deadLetter.Code == "SM2204"));
    }

    [Fact]
    public async Task Send_RefusedAfterALostResponse_IsUnknown()
    {
        await ExpireAsync(record => record with { State = MessageState.Failed, UnknownOutcomes = 1 });

        Assert.Equal("SM3007", CodeOf(await _product.PostAsync(Body)));

        Assert.Equal((MessageState.Unknown, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
    }

    [Theory]
    [InlineData("other words")]
    [InlineData("")]
    public async Task Send_AnotherRequest_BreaksItsRule(string text)
    {
        await ExpireAsync(record => record);

        Assert.Equal("SM1100", CodeOf(await _product.PostAsync(Body.Replace("private words", text, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("2026-11-22T11:00:00Z", "Hi", 1)]
    [InlineData("2026-11-22T11:00:00Z", "", 0)]
    [InlineData("2026-12-22T11:00:00Z", "Hi", 0)]
    public async Task Send_InvalidRequest_ReadsARecordOnlyWhereTheTimeIsOverAndAllElseIsValid(string expiresAt, string text, int reads)
    {
        var body = Requests.With($"\"expiresAt\":\"{expiresAt}\"").Replace("private words", text, StringComparison.Ordinal);

        Assert.Equal("SM1100", CodeOf(await _product.PostAsync(body)));

        Assert.Equal(reads, _product.Tables.Requests.Count(request => request.Table == TableNames.MessageRecords));
    }

    [Fact]
    public async Task Send_StorageUnavailable_Is503()
    {
        await ExpireAsync(record => record);
        _product.Records.Fault = new Azure.RequestFailedException(503, "busy");

        Assert.Equal("SM4004", CodeOf(await _product.PostAsync(Body)));
        Assert.Equal("SM4004", CodeOf(await SendBatchAsync()));
    }

    [Theory]
    [InlineData(MessageState.Sent, 0)]
    [InlineData(MessageState.Unknown, 0)]
    [InlineData(MessageState.Queued, 0)]
    [InlineData(MessageState.Deferred, 0)]
    [InlineData(MessageState.Failed, 1)]
    public async Task SendQueued_RecordState_DropsWhatIsNotFailed(MessageState state, int deadLetters)
    {
        await ExpireAsync(record => record with { State = state });

        await _product.EnqueueAsync(Body);

        Assert.Equal(Enumerable.Repeat("SM1100", deadLetters), (await _product.DeadLettersAsync()).Select(deadLetter => deadLetter.Code));
        Assert.Equal(state, _product.Records.Record("r-1")!.State);
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task SendQueued_AttemptOfAnotherOwner_WaitsForItsEnd()
    {
        await ExpireAsync(record => record with { State = MessageState.Sending, Owner = "stopped", Lease = TimeSpan.FromMinutes(2) });

        await _product.EnqueueAsync(Body);

        Assert.Equal(120, Assert.Single(_product.Copies()).Seconds);
        _product.Time.Advance(TimeSpan.FromMinutes(2));
        await _product.DeliverAsync();
        Assert.Equal((MessageState.Unknown, "SM2204"), (_product.Records.Record("r-1")!.State, Assert.Single(await _product.DeadLettersAsync()).Code));
    }

    public void Dispose() => _product.Dispose();

    private static string? CodeOf(SendOutcome outcome) => (outcome as NotSent)?.Problem.Code.Code;

    // A sent request, whose record is changed, an hour later.
    private async Task ExpireAsync(Func<MessageRecord, MessageRecord> change)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Body);
        _product.Time.Advance(TimeSpan.FromHours(1));
        _product.Records.Put(change(_product.Records.Record("r-1")!));
    }

    private async Task<SendOutcome> SendBatchAsync()
    {
        var sender = _product.Get<BatchSender>();
        return (await sender.SendAsync(Encoding.UTF8.GetBytes($"[{Body}]"), hasIdempotencyKey: false, respondAsync: false, sender.StartBudget())).Outcomes![0];
    }
}
