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
    public async Task The_same_id_twice_is_one_message()
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
    public async Task Another_body_under_the_id_is_refused()
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
    public async Task What_was_not_sent_may_be_sent_again(int status)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status);
        Assert.IsType<NotSent>(await SendAsync());
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);
        _product.Genesys.Remove(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.False(Assert.IsType<Sent>(await SendAsync()).Replayed);
        Assert.Equal((MessageState.Sent, 2), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Attempt));
    }

    [Fact]
    public async Task A_request_that_waits_is_not_sent_beside_its_queue()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.InternalServerError);
        Assert.False(Assert.IsType<Accepted>(await SendAsync()).Replayed);

        var repeat = Assert.IsType<Accepted>(await SendAsync());

        Assert.Equal((true, MessageState.Deferred), (repeat.Replayed, repeat.Response.Status));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Single(_product.Copies());
    }

    [Fact]
    public async Task An_unknown_outcome_under_Resend_is_marked_and_waits()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut);

        Assert.Equal(202, (await SendAsync()).HttpStatus);

        Assert.Equal((MessageState.Deferred, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(2, Assert.Single(_product.Copies()).Envelope.Attempt);
    }

    [Fact]
    public async Task An_unknown_outcome_under_Park_is_marked_and_left()
    {
        using var product = new ProductFixture(("Records:OnUnknownOutcome", "Park")).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut);

        var problem = Assert.IsType<NotSent>(await product.PostAsync(Body)).Problem;
        var repeat = Assert.IsType<NotSent>(await product.PostAsync(Body)).Problem;

        Assert.Equal((504, ErrorCodes.OutcomeUnknown, "r-1"), (problem.Code.Status, problem.Code, problem.Id));
        Assert.Equal((MessageState.Unknown, 1), (product.Records.Record("r-1")!.State, product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Equal(ErrorCodes.Parked, repeat.Code);
        Assert.Empty(product.Copies());
        Assert.Single(product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task Somebody_elses_send_under_way_is_409_with_the_rest_of_the_lease()
    {
        var gate = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.ChannelPath, async (_, _) =>
        {
            arrived.SetResult();
            await gate.Task;
            return ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}""");
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
    public async Task Without_storage_nothing_is_sent()
    {
        _product.Records.Fault = new Azure.RequestFailedException(503, "busy");

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem.Code, problem.RetryAfter > TimeSpan.Zero));
        Assert.Empty(_product.Genesys.Received);
        Assert.Contains(EventIds.NotSentStorageUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_sent_message_is_sent_even_if_its_record_cannot_be_written()
    {
        _product.Records.FailingChanges = 3;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await SendAsync());
        Assert.Contains(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_at_once_is_tried_again()
    {
        _product.Records.FailingChanges = 2;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        await SendAsync();

        var record = _product.Records.Record("r-1")!;
        Assert.Equal((MessageState.Sent, "m-1", "user:u-1", null), (record.State, record.MessageId, record.To!.ChannelId, record.Lease));
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_long_reason_is_cut_to_fit_the_record()
    {
        var claim = await OpenAsync();

        await _product.Get<SendRecords>().FailAsync(claim.Record, new Problem(ErrorCodes.GenesysRefused, new string('x', 1000)), MessageState.Failed);

        Assert.Equal(200, Assert.Single(_product.Records.Record("r-1")!.Failures!).Detail.Length);
    }

    [Fact]
    public async Task A_claim_whose_answer_never_came_is_given_back()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Records.FailAfterNextInsert();
        Assert.Equal(ErrorCodes.StorageUnavailable, Assert.IsType<NotSent>(await SendAsync()).Problem.Code);
        Assert.Equal(MessageState.Failed, _product.Records.Record("r-1")!.State);

        Assert.IsType<Sent>(await SendAsync());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_no_alarm()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Records.LoseNextResponse();
            return Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Equal(MessageState.Sent, _product.Records.Record("r-1")!.State);
        Assert.DoesNotContain(EventIds.LeaseLost, _product.Log.EventIds);
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_request_that_was_taken_over_is_an_alarm()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Records.Put(_product.Records.Record("r-1")! with { Owner = "somebody", Attempt = 2 });
            return Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Contains(EventIds.LeaseLost, _product.Log.EventIds);
    }

    [Fact]
    public async Task An_unforeseen_exception_before_the_post_leaves_no_owner_behind()
    {
        // What is not scripted throws what nobody foresaw.
        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("\"userId\":\"u-1\"", "\"email\":\"someone@example.com\"", StringComparison.Ordinal))).Problem;

        Assert.Equal((500, MessageState.Failed, null), (problem.Code.Status, _product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease));
        Assert.Contains(EventIds.SendFailedUnexpectedly, _product.Log.EventIds);
    }

    [Fact]
    public async Task An_unforeseen_exception_in_the_post_is_an_unknown_outcome()
    {
        Assert.IsType<Accepted>(await SendAsync());

        Assert.Equal((MessageState.Deferred, null, 1), (_product.Records.Record("r-1")!.State, _product.Records.Record("r-1")!.Lease, _product.Records.Record("r-1")!.UnknownOutcomes));
        Assert.Contains(EventIds.SendFailedUnexpectedly, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(true, MessageState.Unknown)]
    [InlineData(false, MessageState.Deferred)]
    public async Task Another_body_must_not_follow_what_may_have_been_sent(bool queueIsDown, MessageState seenAs)
    {
        _product.Queues.Puts.Refuse(queueIsDown ? int.MaxValue : 0);
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut);
        await SendAsync();

        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("private", "other", StringComparison.Ordinal))).Problem;

        Assert.Equal(ErrorCodes.PayloadMismatch, problem.Code);
        Assert.Equal(seenAs, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task An_owner_that_is_gone_is_seen_as_unknown()
    {
        await OpenAsync();
        Assert.Equal(MessageState.Sending, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);

        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(MessageState.Unknown, (await _product.Get<MessageStatus>().FindAsync("r-1")).Response!.Status);
    }

    [Fact]
    public async Task Find_RecordOfUnknownForm_IsAProblemOfItsOwn()
    {
        await OpenAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);

        var (_, problem) = await _product.Get<MessageStatus>().FindAsync("r-1");

        Assert.Equal((ErrorCodes.RecordUnreadable, "r-1"), (problem!.Code, problem.Id));
        Assert.Contains(EventIds.RecordUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_RecordOfUnknownForm_IsRefusedAndNothingIsSent()
    {
        await OpenAsync();
        _product.Tables.SetForm(TableNames.MessageRecords, "r-1", 2);

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.RecordUnreadable, null), (problem.Code, problem.RetryAfter));
        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task Send_RecordChangesEachTime_IsATransientFault()
    {
        var claim = await OpenAsync();
        _product.Records.Put(claim.Record.Value with { State = MessageState.Failed, Lease = null });
        _product.Tables.ChangeBeforeEachPut(TableNames.MessageRecords, "r-1");

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.StorageUnavailable, 5), (problem.Code, problem.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task A_broken_request_leaves_no_record()
    {
        await SendAsync(Body.Replace("\"text\":\"private words\"", "\"text\":\"\"", StringComparison.Ordinal));

        Assert.Null(_product.Records.Record("r-1"));
    }

    public void Dispose() => _product.Dispose();

    private Task<SendOutcome> SendAsync(string body = Body) => _product.PostAsync(body);

    private Task<Claim> OpenAsync() => _product.Get<SendRecords>().ClaimAsync(
        new IncomingRequest(new SendRequest("r-1", new(UserId: "u-1"), new TextMessage("Hi"), null, false, null, null), _product.Time.GetUtcNow()), MessageState.Sending, TimeSpan.FromSeconds(5));
}
