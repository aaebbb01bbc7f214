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
        _product.Journal.ChangeFault = new Azure.RequestFailedException(503, "busy");
        _product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await SendAsync());
        Assert.Contains(EventIds.OutcomeNotRecorded, _product.Log.EventIds);
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
