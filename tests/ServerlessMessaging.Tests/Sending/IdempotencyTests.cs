using System.Net;
using System.Text;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages.Problems;
using ServerlessMessaging.Sending;
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
        Assert.Equal(("m-1", "m-1"), (first.Answer.MessageId, second.Answer.MessageId));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Contains(EventIds.RequestReplayed, _product.Log.EventIds);
    }

    [Fact]
    public async Task Another_body_under_the_id_is_refused()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await SendAsync();

        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("private", "other", StringComparison.Ordinal))).Problem;

        Assert.Equal((ErrorCodes.AnotherBody, "r-1"), (problem.Code, problem.Id));
        Assert.Single(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task What_was_not_sent_may_be_sent_again(int status)
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (HttpStatusCode)status, headers: ("Retry-After", "42")).On(ProductFixture.ChannelPath, (HttpStatusCode)status, headers: ("Retry-After", "42"));
        Assert.IsType<NotSent>(await SendAsync());
        Assert.Equal(SendState.Failed, _product.Journal.Record("r-1")!.State);
        _product.Genesys.Forget(ProductFixture.ChannelPath).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.False(Assert.IsType<Sent>(await SendAsync()).Replayed);
        Assert.Equal((SendState.Sent, 2), (_product.Journal.Record("r-1")!.State, _product.Journal.Record("r-1")!.Attempt));
    }

    [Theory]
    [InlineData("Resend", SendState.Failed, true)]
    [InlineData("Park", SendState.Unknown, false)]
    public async Task An_unknown_outcome_is_marked_and_the_setting_decides_about_a_repeat(string policy, SendState state, bool sentAgain)
    {
        using var product = new ProductFixture(("Journal:OnUnknownOutcome", policy)).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut).On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        await SendAsync(product: product);
        Assert.Equal((state, 1), (product.Journal.Record("r-1")!.State, product.Journal.Record("r-1")!.UnknownOutcomes));

        var repeat = await SendAsync(product: product);

        Assert.Equal(sentAgain, repeat is Sent);
        Assert.Equal(sentAgain ? null : ErrorCodes.Parked, (repeat as NotSent)?.Problem.Code);
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
        _product.Journal.Fault = new Azure.RequestFailedException(503, "busy");

        var problem = Assert.IsType<NotSent>(await SendAsync()).Problem;

        Assert.Equal((ErrorCodes.StorageUnavailable, true), (problem.Code, problem.RetryAfter > TimeSpan.Zero));
        Assert.Empty(_product.Genesys.Received);
        Assert.Contains(EventIds.NotSentWithoutStorage, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_sent_message_is_sent_even_if_its_record_cannot_be_written()
    {
        _product.Journal.FailingChanges = 3;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await SendAsync());
        Assert.Contains(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_at_once_is_tried_again()
    {
        _product.Journal.FailingChanges = 2;
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        await SendAsync();

        var record = _product.Journal.Record("r-1")!;
        Assert.Equal((SendState.Sent, "m-1", "user:u-1", null, null), (record.State, record.MessageId, record.Channel, record.Owner, record.Lease));
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_long_reason_is_cut_to_fit_the_record()
    {
        var request = new ServerlessMessaging.Messages.SendRequest("r-1", new(UserId: "u-1"), new ServerlessMessaging.Messages.Content.TextMessage("Hi"), null, false, null, null);
        var (owned, _) = await _product.Get<SendLedger>().OpenAsync(request, _product.Deadline());

        await _product.Get<SendLedger>().CloseAsync(owned!, new Problem(ErrorCodes.GenesysRefused, new string('x', 1000)), park: false);

        Assert.Equal(200, Assert.Single(_product.Journal.Record("r-1")!.Failures!).Detail.Length);
    }

    [Fact]
    public async Task A_claim_whose_answer_never_came_is_given_back()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        _product.Journal.FailsAfterNextCreate = true;
        Assert.Equal(ErrorCodes.StorageUnavailable, Assert.IsType<NotSent>(await SendAsync()).Problem.Code);
        Assert.Equal(SendState.Failed, _product.Journal.Record("r-1")!.State);

        Assert.IsType<Sent>(await SendAsync());
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_no_alarm()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Journal.LosesNextAnswer = true;
            return Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Equal(SendState.Sent, _product.Journal.Record("r-1")!.State);
        Assert.DoesNotContain(EventIds.RequestTakenOver, _product.Log.EventIds);
        Assert.DoesNotContain(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_request_that_was_taken_over_is_an_alarm()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, (_, _) =>
        {
            _product.Journal.Put(_product.Journal.Record("r-1")! with { Owner = "somebody", Attempt = 2 });
            return Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.Accepted, """{"id":"m-1"}"""));
        });

        await SendAsync();

        Assert.Contains(EventIds.RequestTakenOver, _product.Log.EventIds);
    }

    [Theory]
    [InlineData(ProductFixture.UsersPath, 500)]
    [InlineData(ProductFixture.ChannelPath, 504)]
    public async Task An_unforeseen_exception_leaves_no_owner_behind(string unscripted, int status)
    {
        // What is not scripted throws what nobody foresaw.
        var body = unscripted == ProductFixture.UsersPath ? Body.Replace("\"userId\":\"u-1\"", "\"email\":\"someone@example.com\"", StringComparison.Ordinal) : Body;

        var problem = Assert.IsType<NotSent>(await SendAsync(body)).Problem;

        Assert.Equal((status, SendState.Failed, null), (problem.Code.Status, _product.Journal.Record("r-1")!.State, _product.Journal.Record("r-1")!.Owner));
        Assert.Contains(EventIds.SendFailedUnexpectedly, _product.Log.EventIds);
    }

    [Fact]
    public async Task Another_body_must_not_follow_what_may_have_been_sent()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, ScriptedGenesys.Cut);
        await SendAsync();

        var problem = Assert.IsType<NotSent>(await SendAsync(Body.Replace("private", "other", StringComparison.Ordinal))).Problem;

        Assert.Equal(ErrorCodes.AnotherBody, problem.Code);
        Assert.Equal(SendState.Unknown, (await _product.Get<MessageLookup>().FindAsync("r-1")).Answer!.Status);
    }

    [Fact]
    public async Task An_owner_that_is_gone_is_seen_as_unknown()
    {
        await _product.Get<SendLedger>().OpenAsync(
            new("r-1", new(UserId: "u-1"), new ServerlessMessaging.Messages.Content.TextMessage("Hi"), null, false, null, null), _product.Deadline());
        Assert.Equal(SendState.Sending, (await _product.Get<MessageLookup>().FindAsync("r-1")).Answer!.Status);

        _product.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(SendState.Unknown, (await _product.Get<MessageLookup>().FindAsync("r-1")).Answer!.Status);
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_told_and_logged()
    {
        _product.Journal.Fault = new ServerlessMessaging.Storage.UnreadableBlobException("odd");

        var (_, problem) = await _product.Get<MessageLookup>().FindAsync("r-1");

        Assert.Equal((ErrorCodes.StorageUnavailable, "r-1"), (problem!.Code, problem.Id));
        Assert.Contains(EventIds.RecordUnavailable, _product.Log.EventIds);
    }

    [Fact]
    public void A_lease_shorter_than_a_send_is_refused()
    {
        using var product = new ProductFixture(("Journal:Lease", "00:00:21"));

        var exception = Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(() => product.Get<MessageSender>());

        Assert.Contains("Journal:Lease must be at least 10 s longer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_request_leaves_no_record()
    {
        await SendAsync(Body.Replace("\"text\":\"private words\"", "\"text\":\"\"", StringComparison.Ordinal));

        Assert.Null(_product.Journal.Record("r-1"));
    }

    [Fact]
    public async Task A_record_holds_nothing_private()
    {
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.BadRequest, """{"message":"about private words"}""");
        await SendAsync();

        Assert.DoesNotContain("private words", System.Text.Json.JsonSerializer.Serialize(_product.Journal.Record("r-1")), StringComparison.Ordinal);
    }

    public void Dispose() => _product.Dispose();

    private Task<SendOutcome> SendAsync(string body = Body, ProductFixture? product = null)
    {
        var sender = (product ?? _product).Get<MessageSender>();
        return sender.SendAsync(Encoding.UTF8.GetBytes(body), null, sender.StartBudget());
    }
}
