using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class IdempotencyTests : IDisposable
{
    private const string Body = """{"id":"r-1","to":{"userId":"u-1"},"message":{"type":"text","text":"private words"}}""";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Fact]
    public async Task Send_SameIdTwice_SendsOneMessage()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        var first = Assert.IsType<Sent>(await SendAsync());
        var second = Assert.IsType<Sent>(await SendAsync());

        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(("m-1", "m-1"), (first.Response.MessageId, second.Response.MessageId));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Contains(EventIds.DuplicateRequest, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_SameIdOtherBody_IsRefused()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await SendAsync();

        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("private", "other", StringComparison.Ordinal))).Problem;

        Assert.Equal((ErrorCodes.PayloadMismatch, "r-1"), (problem.Code, problem.Id));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task Send_AfterRefusalByGenesys_IsSent(int status)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status);
        Assert.IsType<NotSent>(await SendAsync());
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.False(Assert.IsType<Sent>(await SendAsync()).Replayed);
        Assert.Equal((MessageState.Sent, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task Send_UnknownOutcomeUnderResend_IsMarkedAndDeferred()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);

        Assert.IsType<Accepted>(await SendAsync());

        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Contains(EventIds.OutcomeUnknown, _product.Log.EventIds);
        Assert.Equal((MessageState.Deferred, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(2, Assert.Single(_product.Copies()).Envelope.Attempt);
    }

    [Fact]
    public async Task Send_UnknownOutcomeUnderPark_IsMarkedAndParked()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);

        var problem = Assert.IsType<NotSent>(await product.PostAsync(Body)).Problem;
        var repeat = Assert.IsType<NotSent>(await product.PostAsync(Body)).Problem;

        Assert.Equal((504, ErrorCodes.OutcomeUnknown, "r-1"), (problem.Code.Status, problem.Code, problem.Id));
        Assert.Equal((MessageState.Unknown, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(ErrorCodes.Parked, repeat.Code);
        Assert.Empty(product.Copies());
        Assert.Single(product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task Send_AnotherSendInProgress_Is409WithTheRestOfTheLease()
    {
        var gate = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.ChannelPath, async (_, _) =>
        {
            arrived.SetResult();
            await gate.Task;
            return ScriptedGenesys.CreateResponse(HttpStatusCode.Accepted, """{"id":"m-1"}""");
        });
        var first = SendAsync();
        await arrived.Task;
        _product.Time.Advance(TimeSpan.FromSeconds(3));

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;
        gate.SetResult();

        Assert.Equal((ErrorCodes.InProgress, 117.0), (problem.Code, problem.RetryAfter!.Value.TotalSeconds));
        Assert.IsType<Sent>(await first);
    }

    [Fact]
    public async Task Send_StorageUnavailable_SendsNothing()
    {
        _product.Records.Fault = new Azure.RequestFailedException(503, "busy");

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem.Code, problem.RetryAfter > TimeSpan.Zero));
        Assert.Empty(_product.Genesys.Received);
        Assert.Contains(EventIds.NotSentStorageUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecordCannotBeWritten_IsSentAndLogged()
    {
        _product.Records.FailingChanges = 3;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await SendAsync());
        Assert.Contains(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecordWriteFailsTwice_IsRetried()
    {
        _product.Records.FailingChanges = 2;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        await SendAsync();

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, "m-1", "user:u-1", null), (record.State, record.MessageId, record.To!.ChannelId, record.Lease));
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task Fail_LongDetail_IsTruncated()
    {
        var claim = await ClaimAsync();

        await _product.Get<SendRecords>().FailAsync(claim.Record, new Problem(ErrorCodes.GenesysRefused, new string('x', 1000)));

        Assert.Equal(200, Assert.Single(_product.Records.Record("r-1")!.Failures!).Detail.Length);
    }

    [Fact]
    public async Task Send_ResponseOfTheClaimLost_ReleasesTheClaim()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Records.FailAfterNextInsert();
        Assert.Equal(ErrorCodes.StorageUnavailable, Assert.IsType<NotSent>(await SendAsync()).Problem.Code);
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);

        Assert.IsType<Sent>(await SendAsync());
    }

    [Fact]
    public async Task Send_ResponseOfTheWriteLost_LogsNoLostLease()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Records.LoseNextResponse();
            return Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
        Assert.DoesNotContain(EventIds.LeaseLost, _product.Log.EventIds);
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_AnotherOwnerMeanwhile_LogsTheLostLease()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Records.Put(_product.Records.Record("r-1")! with { Owner = "other-owner", Attempt = 2 });
            return Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Contains(EventIds.LeaseLost, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_UnexpectedExceptionBeforeThePost_ReleasesTheLease()
    {
        // The look-up has no scripted response and throws an unexpected exception.
        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("\"userId\":\"u-1\"", "\"email\":\"someone@example.com\"", StringComparison.Ordinal))).Problem;

        Assert.Equal((500, MessageState.Failed, null), (problem.Code.Status, _product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease));
        Assert.Contains(EventIds.SendFailedUnexpectedly, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_UnexpectedExceptionInThePost_IsAnUnknownOutcome()
    {
        Assert.IsType<Accepted>(await SendAsync());

        Assert.Equal((MessageState.Deferred, null, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Contains(EventIds.SendFailedUnexpectedly, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(true, MessageState.Unknown)]
    [InlineData(false, MessageState.Deferred)]
    public async Task Send_OtherBodyAfterUnknownOutcome_IsRefused(bool isQueueDown, MessageState status)
    {
        _product.Queues.Puts.Refuse(isQueueDown ? int.MaxValue : 0);
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.LoseResponse);
        await SendAsync();

        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("private", "other", StringComparison.Ordinal))).Problem;

        Assert.Equal(ErrorCodes.PayloadMismatch, problem.Code);
        Assert.Equal(status, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task Find_LeaseEnded_IsUnknown()
    {
        await ClaimAsync();
        Assert.Equal(MessageState.Sending, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);

        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(MessageState.Unknown, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task Find_RecordOfUnknownForm_IsAProblemOfItsOwn()
    {
        await ClaimAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);

        var (_, problem) = await _product.Get<MessageStatus>().FindAsync("r-1");

        Assert.Equal((ErrorCodes.RecordUnreadable, "r-1"), (problem!.Code, problem.Id));
        Assert.Contains(EventIds.RecordUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecordOfUnknownForm_IsRefusedAndNothingIsSent()
    {
        await ClaimAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.RecordUnreadable, null), (problem.Code, problem.RetryAfter));
        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task Send_RecordChangesEachTime_IsATransientFault()
    {
        var claim = await ClaimAsync();
        _product.Records.Put(claim.Record.Value with { State = MessageState.Failed, Lease = null });
        _product.Tables.ChangeBeforeEachPut(TableNames.MessageRecords, "r-1");

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.StorageUnavailable, 5), (problem.Code, problem.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task Send_InvalidRequest_LeavesNoRecord()
    {
        await SendAsync(Body.Replace("\"text\":\"private words\"", "\"text\":\"\"", StringComparison.Ordinal));

        Assert.Null(_product.Records.Record("r-1"));
    }

    public void Dispose() => _product.Dispose();

    private Task<SendOutcome> SendAsync(string body = Body) => _product.PostAsync(body);

    private Task<Claim> ClaimAsync() => _product.Get<SendRecords>().ClaimAsync(
        new IncomingRequest(new SendRequest("r-1", new(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null), _product.Time.GetUtcNow()), MessageState.Sending, TimeSpan.FromSeconds(5));
}
