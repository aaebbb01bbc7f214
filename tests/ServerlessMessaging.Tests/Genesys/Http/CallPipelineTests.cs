using System.Net;
using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Http;

public sealed class CallPipelineTests : IDisposable
{
    private const string Path = "/thing";
    private readonly ProductFixture _product = new();

    private CallPipeline Pipeline => _product.Get<GenesysServers>().Api;

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_post_that_was_not_processed_is_repeated(HttpStatusCode status)
    {
        _product.Genesys.On(Path, status, headers: ("Retry-After", "0")).On(Path, HttpStatusCode.Accepted);

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.True(answer.IsSuccess);
        Assert.Equal(2, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task A_post_whose_connection_failed_is_repeated_twice_and_no_more()
    {
        _product.Genesys.On(Path, ScriptedGenesys.NotWritten);

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline(60));

        Assert.Equal((Delivery.NotWritten, "ConnectionError"), (answer.Delivery, answer.Cause));
        Assert.Equal(3, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task A_post_whose_answer_was_lost_is_not_repeated()
    {
        _product.Genesys.On(Path, ScriptedGenesys.Cut);

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.Equal(Delivery.AnswerLost, answer.Delivery);
        Assert.Single(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_post_that_may_have_been_processed_is_not_repeated(HttpStatusCode status)
    {
        _product.Genesys.On(Path, status);

        await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task A_call_that_changes_nothing_is_repeated_after_a_lost_answer()
    {
        _product.Genesys.On(Path, ScriptedGenesys.Cut).On(Path, HttpStatusCode.BadGateway).On(Path, HttpStatusCode.OK);

        var answer = await Pipeline.SendAsync(Get(), _product.Deadline());

        Assert.True(answer.IsSuccess);
        Assert.Equal(3, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task A_long_retry_after_is_handed_out_and_not_waited_for()
    {
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", "3"));

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline(60)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(3), answer.RetryAfter);
        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task A_retry_after_date_is_read_against_our_clock()
    {
        var date = (_product.Time.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R");
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", date));

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.Equal(TimeSpan.FromSeconds(90), answer.RetryAfter);
    }

    [Fact]
    public async Task An_attempt_does_not_start_with_less_than_the_minimum_left()
    {
        var exception = await Assert.ThrowsAsync<GenesysException>(() => Pipeline.SendAsync(Post(), _product.Deadline(3.9)));

        Assert.Equal(ErrorCodes.OutOfTime, exception.Failure.Code);
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task A_repeat_does_not_start_with_less_than_the_minimum_left()
    {
        _product.Genesys.On(Path, (_, _) =>
        {
            _product.Time.Advance(TimeSpan.FromSeconds(9));
            return Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.ServiceUnavailable, "{}"));
        });

        await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.Single(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(12, 10)]
    [InlineData(7, 7)]
    public async Task An_attempt_ends_after_its_time_or_what_is_left(double budget, double seconds)
    {
        var started = _product.Time.GetUtcNow();
        var arrived = new TaskCompletionSource();
        _product.Genesys.On(Path, async (_, cancellation) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("Unreachable");
        });
        var sending = Pipeline.SendAsync(Post(), _product.Deadline(budget));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        _product.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        _product.Time.Advance(TimeSpan.FromTicks(1));
        var answer = await sending.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(Delivery.AnswerLost, answer.Delivery);
        Assert.Equal(started + TimeSpan.FromSeconds(seconds), _product.Time.GetUtcNow());
    }

    [Fact]
    public async Task The_breaker_opens_after_ten_failures_and_says_how_long()
    {
        _product.Genesys.On(Path, HttpStatusCode.InternalServerError);
        for (var call = 0; call < 10; call++)
        {
            await Pipeline.SendAsync(Post(), _product.Deadline());
        }

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Pipeline.SendAsync(Post(), _product.Deadline()));

        Assert.Equal(ErrorCodes.BreakerOpen, exception.Failure.Code);
        Assert.Equal(TimeSpan.FromSeconds(15), exception.Failure.RetryAfter);
        Assert.Equal(10, _product.Genesys.Received.Count);
        Assert.Equal(_product.Time.GetUtcNow() + TimeSpan.FromSeconds(15), Pipeline.HeldBackUntil);
        Assert.Contains(EventIds.BreakerOpened, _product.Log.EventIds);
    }

    [Fact]
    public async Task The_breaker_closes_when_its_probe_succeeds()
    {
        for (var call = 0; call < 10; call++)
        {
            _product.Genesys.On(Path, HttpStatusCode.InternalServerError);
        }

        _product.Genesys.On(Path, HttpStatusCode.OK);
        for (var call = 0; call < 10; call++)
        {
            await Pipeline.SendAsync(Post(), _product.Deadline());
        }

        _product.Time.Advance(TimeSpan.FromSeconds(15));
        var answer = await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.True(answer.IsSuccess);
        Assert.Null(Pipeline.HeldBackUntil);
        Assert.Contains(EventIds.BreakerClosed, _product.Log.EventIds);
    }

    [Fact]
    public async Task The_breaker_does_not_count_429()
    {
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", "42"));

        for (var call = 0; call < 30; call++)
        {
            await Pipeline.SendAsync(Post(), _product.Deadline());
        }

        Assert.Null(Pipeline.HeldBackUntil);
    }

    [Fact]
    public async Task A_body_beyond_the_cap_is_dropped_and_the_status_stands()
    {
        _product.Genesys.On(Path, HttpStatusCode.Accepted, new string(' ', (1024 * 1024) + 1));

        var answer = await Pipeline.SendAsync(Post(), _product.Deadline());

        Assert.True(answer.IsSuccess);
        Assert.Equal(0, answer.Body.Length);
    }

    public void Dispose() => _product.Dispose();

    private static GenesysCall Post() => new(HttpMethod.Post, new Uri("https://api.example" + Path), Repeatable: false) { Body = Encoding.UTF8.GetBytes("{}") };

    private static GenesysCall Get() => new(HttpMethod.Get, new Uri("https://api.example" + Path), Repeatable: true);
}
