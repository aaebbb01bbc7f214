using System.Net;
using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

/// <summary>A request over HTTP that cannot be sent yet is queued, and its caller gets 202.</summary>
public sealed class DeferralTests : IDisposable
{
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData(429, "42", 42, 47)]
    [InlineData(429, null, 5, 6)]
    [InlineData(500, null, 5, 6)]
    [InlineData(500, "42", 42, 47)]
    [InlineData(503, "42", 42, 47)]
    [InlineData(502, null, 5, 6)]
    [InlineData(504, null, 5, 6)]
    [InlineData(408, null, 5, 6)]
    public async Task Send_GenesysUnavailable_DefersTheNextAttempt(int status, string? retryAfter, int atLeast, int atMost)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, "{}", retryAfter is null ? [] : [("Retry-After", retryAfter)]);

        await ExpectDeferredAsync(atLeast, atMost);
    }

    [Fact]
    public async Task Send_ConnectionFails_DefersTheNextAttempt()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.ConnectionFails);

        await ExpectDeferredAsync(5, 6);
        Assert.Contains(EventIds.GenesysUnavailable, _product.Log.EventIds);
        Assert.Contains("ConnectionError", _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TooLittleTime_DefersWithoutACall()
    {
        var body = Encoding.UTF8.GetBytes(Requests.ToUser);

        Assert.IsType<Accepted>(await _product.Get<MessageSender>().SendAsync(body, null, respondAsync: false, _product.Deadline(3.9)));

        Assert.Equal("SM4003", Assert.Single(_product.Records.Record("r-1")!.Failures!).Code);
        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.InRange(Assert.Single(_product.Copies()).Seconds, 5, 6);
    }

    [Fact]
    public async Task Send_BreakerOpen_DefersWithoutACall()
    {
        using var product = new ProductFixture(("Genesys:BreakerMinimumThroughput", "2")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        await product.PostAsync(Requests.ToUser.Replace("r-1", "r-2", StringComparison.Ordinal));
        await product.PostAsync(Requests.ToUser.Replace("r-1", "r-3", StringComparison.Ordinal));

        Assert.IsType<Accepted>(await product.PostAsync(Requests.ToUser));

        Assert.Equal(2, product.Genesys.To(ProductFixture.ChannelPath).Count);
        Assert.Equal("SM2203", Assert.Single(product.Records.Record("r-1")!.Failures!).Code);
        Assert.InRange(product.Copies()[2].Seconds, 15, 18);
    }

    [Fact]
    public async Task Send_Deferred_QueuesTheCopyBeforeTheRecordChanges()
    {
        var atPut = new List<(MessageState, int)>();
        _product.Queues.OnPut = () => atPut.Add((_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);

        await _product.PostAsync(Requests.ToUser);

        Assert.Equal([(MessageState.Sending, 1)], atPut);
        Assert.Equal((MessageState.Deferred, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Theory]
    [InlineData(429, "SM2201", 503)]
    [InlineData(500, "SM2202", 503)]
    [InlineData(504, "SM2204", 504)]
    public async Task Send_QueueUnavailable_IsRefusedAndCanBeRepeated(int status, string code, int httpStatus)
    {
        _product.Queues.Puts.Refuse();
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, "{}", ("Retry-After", "42"));

        var problem = Assert.IsType<NotSent>(await _product.PostAsync(Requests.ToUser)).Problem;

        Assert.Equal((code, httpStatus, "r-1"), (problem.Code.Code, problem.Code.Status, problem.Id));
        Assert.Equal((MessageState.Failed, null), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease));
        Assert.Contains(EventIds.QueueUnavailable, _product.Log.EventIds);
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Time.Advance(TimeSpan.FromSeconds(42));
        Assert.IsType<Sent>(await _product.PostAsync(Requests.ToUser));
    }

    [Theory]
    [InlineData("12:00:05", true)]
    // The wait of 5 s leaves less than the 4 s of an attempt.
    [InlineData("12:00:08.9", true)]
    [InlineData("12:00:10.1", false)]
    public async Task Send_DelayBeyondExpiry_FailsAtOnce(string expiresAt, bool expired)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);

        var outcome = await _product.PostAsync(Requests.With($"\"expiresAt\":\"2026-11-22T{expiresAt}Z\""));

        Assert.Equal(expired ? 422 : 202, outcome.HttpStatus);
        Assert.Equal(expired ? ErrorCodes.Expired : null, (outcome as NotSent)?.Problem.Code);
        Assert.Equal(expired ? MessageState.Failed : MessageState.Deferred, _product.Records.Record("r-1")!.State);
        Assert.Equal(expired ? 0 : 1, _product.Copies().Count);
        Assert.Equal(expired ? ["r-1 SM3008"] : [], (await _product.DeadLettersAsync()).Select(deadLetter => $"{deadLetter.Id} {deadLetter.Code}"));
    }

    [Fact]
    public async Task SendDeferred_CopyIsDue_SendsTheMessage()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await _product.PostAsync(Requests.ToUser);
        _product.Time.Advance(TimeSpan.FromSeconds(6));

        await _product.DeliverAsync();

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, 2, "m-1", null), (record.State, record.Attempt, record.MessageId, record.DueAt));
        Assert.Equal(_product.Genesys.To(ProductFixture.ChannelPath)[0].Body, _product.Genesys.To(ProductFixture.ChannelPath)[1].Body);
        Assert.Empty(_product.Copies());
    }

    public void Dispose() => _product.Dispose();

    private async Task ExpectDeferredAsync(int atLeast, int atMost)
    {
        var accepted = Assert.IsType<Accepted>(await _product.PostAsync(Requests.ToUser));
        var record = _product.Records.Record("r-1")!;
        var copy = Assert.Single(_product.Copies());

        Assert.Equal(("r-1", MessageState.Deferred, false), (accepted.Response.Id, accepted.Response.Status, accepted.Replayed));
        Assert.Equal((MessageState.Deferred, 2, null), (record.State, record.Attempt, record.Lease));
        Assert.Equal(("r-1", (int?)2, record.AcceptedAt, record.ExpiresAt), (copy.Envelope.Id, copy.Envelope.Attempt, copy.Envelope.AcceptedAt, copy.Envelope.ExpiresAt));
        Assert.InRange(copy.Seconds, atLeast, atMost);
        Assert.InRange((record.DueAt!.Value - _product.Time.GetUtcNow()).TotalSeconds, copy.Seconds - 1, copy.Seconds);
        Assert.Equal(-1, copy.TimeToLive!.Value.TotalSeconds);
        Assert.Empty(await _product.DeadLettersAsync());
    }
}
