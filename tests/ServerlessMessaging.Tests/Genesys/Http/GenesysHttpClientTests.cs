using System.Net;
using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Http;

public sealed class GenesysHttpClientTests : IDisposable
{
    private const string Path = "/thing";
    private readonly ProductFixture _product = new();

    private GenesysHttpClient Client => _product.Get<GenesysHttpClient>(GenesysHttpClient.Api);

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task SendAsync_PostNotProcessed_IsRepeated(HttpStatusCode status)
    {
        _product.Genesys.On(Path, status, headers: ("Retry-After", "0")).On(Path, HttpStatusCode.Accepted);

        var response = await Client.SendAsync(Post(), _product.Deadline());

        Assert.True(response.IsSuccess);
        Assert.Equal(2, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task SendAsync_PostNotSent_IsRepeatedTwice()
    {
        _product.Genesys.On(Path, ScriptedGenesys.ConnectionFails);

        var response = await Client.SendAsync(Post(), _product.Deadline(60));

        Assert.Equal((Delivery.NotSent, "ConnectionError"), (response.Delivery, response.Cause));
        Assert.Equal(3, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task SendAsync_ResponseOfPostLost_IsNotRepeated()
    {
        _product.Genesys.On(Path, ScriptedGenesys.LoseResponse);

        var response = await Client.SendAsync(Post(), _product.Deadline());

        Assert.Equal(Delivery.ResponseLost, response.Delivery);
        Assert.Single(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task SendAsync_PostMayBeProcessed_IsNotRepeated(HttpStatusCode status)
    {
        _product.Genesys.On(Path, status);

        await Client.SendAsync(Post(), _product.Deadline());

        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendAsync_IdempotentResponseLost_IsRepeated()
    {
        _product.Genesys.On(Path, ScriptedGenesys.LoseResponse).On(Path, HttpStatusCode.BadGateway).On(Path, HttpStatusCode.OK);

        var response = await Client.SendAsync(Get(), _product.Deadline());

        Assert.True(response.IsSuccess);
        Assert.Equal(3, _product.Genesys.Received.Count);
    }

    [Fact]
    public async Task SendAsync_LongRetryAfter_ReturnsItAtOnce()
    {
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", "3"));

        var response = await Client.SendAsync(Post(), _product.Deadline(60)).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromSeconds(3), response.RetryAfter);
        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendAsync_RetryAfterDate_IsReadByOurClock()
    {
        var date = (_product.Time.GetUtcNow() + TimeSpan.FromSeconds(90)).ToString("R");
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", date));

        var response = await Client.SendAsync(Post(), _product.Deadline());

        Assert.Equal(TimeSpan.FromSeconds(90), response.RetryAfter);
    }

    [Fact]
    public async Task SendAsync_LessThanMinimumLeft_IsOutOfTime()
    {
        var exception = await Assert.ThrowsAsync<GenesysException>(() => Client.SendAsync(Post(), _product.Deadline(3.9)));

        Assert.Equal(ErrorCodes.OutOfTime, exception.Failure.Code);
        Assert.Empty(_product.Genesys.Received);
    }

    [Fact]
    public async Task SendAsync_LessThanMinimumLeftForRepeat_IsNotRepeated()
    {
        _product.Genesys.On(Path, (_, _) =>
        {
            _product.Time.Advance(TimeSpan.FromSeconds(9));
            return Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.ServiceUnavailable, "{}"));
        });

        await Client.SendAsync(Post(), _product.Deadline());

        Assert.Single(_product.Genesys.Received);
    }

    [Theory]
    [InlineData(12, 10)]
    [InlineData(7, 7)]
    public async Task SendAsync_NoResponse_EndsAfterItsTimeOrTheDeadline(double budget, double seconds)
    {
        var started = _product.Time.GetUtcNow();
        var arrived = new TaskCompletionSource();
        _product.Genesys.On(Path, async (_, cancellation) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("Unreachable");
        });
        var sending = Client.SendAsync(Post(), _product.Deadline(budget));
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        _product.Time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
        Assert.False(sending.IsCompleted);
        _product.Time.Advance(TimeSpan.FromTicks(1));
        var response = await sending.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(Delivery.ResponseLost, response.Delivery);
        Assert.Equal(started + TimeSpan.FromSeconds(seconds), _product.Time.GetUtcNow());
    }

    [Fact]
    public async Task SendAsync_TenFailures_OpensTheBreaker()
    {
        _product.Genesys.On(Path, HttpStatusCode.InternalServerError);
        for (var call = 0; call < 10; call++)
        {
            await Client.SendAsync(Post(), _product.Deadline());
        }

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Client.SendAsync(Post(), _product.Deadline()));

        Assert.Equal(ErrorCodes.BreakerOpen, exception.Failure.Code);
        Assert.Equal(TimeSpan.FromSeconds(15), exception.Failure.RetryAfter);
        Assert.Equal(10, _product.Genesys.Received.Count);
        Assert.Equal(_product.Time.GetUtcNow() + TimeSpan.FromSeconds(15), Client.BreakerOpenUntil);
        Assert.Contains(EventIds.BreakerOpened, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendAsync_ProbeSucceeds_ClosesTheBreaker()
    {
        for (var call = 0; call < 10; call++)
        {
            _product.Genesys.On(Path, HttpStatusCode.InternalServerError);
        }

        _product.Genesys.On(Path, HttpStatusCode.OK);
        for (var call = 0; call < 10; call++)
        {
            await Client.SendAsync(Post(), _product.Deadline());
        }

        _product.Time.Advance(TimeSpan.FromSeconds(15));
        var response = await Client.SendAsync(Post(), _product.Deadline());

        Assert.True(response.IsSuccess);
        Assert.Null(Client.BreakerOpenUntil);
        Assert.Contains(EventIds.BreakerClosed, _product.Log.EventIds);
    }

    [Fact]
    public async Task SendAsync_Many429_KeepTheBreakerClosed()
    {
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, headers: ("Retry-After", "42"));

        for (var call = 0; call < 30; call++)
        {
            await Client.SendAsync(Post(), _product.Deadline());
        }

        Assert.Null(Client.BreakerOpenUntil);
    }

    [Fact]
    public async Task SendAsync_BodyTooLong_IsDroppedAndTheStatusStands()
    {
        _product.Genesys.On(Path, HttpStatusCode.Accepted, new string(' ', (1024 * 1024) + 1));

        var response = await Client.SendAsync(Post(), _product.Deadline());

        Assert.True(response.IsSuccess);
        Assert.Equal(0, response.Body.Length);
    }

    public void Dispose() => _product.Dispose();

    private static GenesysHttpCall Post() => new(HttpMethod.Post, new Uri("https://api.example" + Path), IsIdempotent: false) { Body = Encoding.UTF8.GetBytes("{}") };

    private static GenesysHttpCall Get() => new(HttpMethod.Get, new Uri("https://api.example" + Path), IsIdempotent: true);
}
