using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.RateLimiting;

/// <summary>How the rate limit headers of Genesys affect later calls.</summary>
public sealed class RateLimitHeadersTests : IDisposable
{
    private const string Path = "/api/v2/thing";
    private readonly ProductFixture _product = new ProductFixture().WithToken();

    [Theory]
    [InlineData("0", "0", "30")]
    [InlineData("-5", "10", "30")]
    [InlineData("99999999999", "1", "30")]
    [InlineData("2147483647", "1", "30")]
    [InlineData("300", "2147483648", "30")]
    [InlineData("many", "1", "30")]
    [InlineData("1", "1", "181")]
    [InlineData("1", "1", "0")]
    [InlineData("1", "1", "2147483647")]
    [InlineData("1", "1", "")]
    public async Task CallAsync_OddRateLimitHeaders_DoNotThrottle(string allowed, string count, string reset)
    {
        _product.Genesys.On(Path, HttpStatusCode.OK, "{}", Headers(allowed, count, reset));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Equal(5, _product.Genesys.To(Path).Count);
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("100", "30000")]
    [InlineData("100", "2147483647")]
    public async Task CallAsync_CountAboveTheLimit_IsAFullWindow(string allowed, string count)
    {
        _product.Genesys.On(Path, HttpStatusCode.OK, "{}", Headers(allowed, count, "30"));
        await CallAsync();

        var exception = await Assert.ThrowsAsync<GenesysException>(() => CallAsync());

        Assert.Equal((FailureKind.RateLimited, true), (exception.Failure.Kind, exception.Failure.IsReservation));
        Assert.InRange(exception.Failure.RetryAfter!.Value.TotalSeconds, 29, 31);
        _product.Time.Advance(TimeSpan.FromSeconds(31));
        await CallAsync();
    }

    [Fact]
    public async Task CallAsync_DeadlineShortenedWhileWaiting_IsOutOfTime()
    {
        _product.Genesys.On(Path, HttpStatusCode.OK, "{}", Headers("100", "100", "15"));
        await CallAsync();
        var deadline = LongDeadline();
        var call = CallAsync(deadline);

        deadline.ShortenTo(TimeSpan.FromSeconds(6));
        _product.Time.Advance(TimeSpan.FromSeconds(16));

        var exception = await Assert.ThrowsAsync<GenesysException>(() => call);
        Assert.Equal(ErrorCodes.OutOfTime, exception.Failure.Code);
        Assert.Single(_product.Genesys.To(Path));
    }

    [Fact]
    public async Task FindAsync_RateLimitUsedUp_WaitsAsLongAsItsCaller()
    {
        _product.Genesys.On(Path, HttpStatusCode.OK, "{}", Headers("100", "100", "15"));
        _product.Genesys.On(ProductFixture.UsersPath, HttpStatusCode.OK, """{"entities":[{"id":"u-1","email":"someone@example.com"}]}""");
        await CallAsync();

        var found = _product.Get<UserDirectory>().FindAsync("someone@example.com", LongDeadline());
        Assert.False(found.IsCompleted);
        _product.Time.Advance(TimeSpan.FromSeconds(16));

        Assert.Equal("u-1", await found);
    }

    public void Dispose() => _product.Dispose();

    private static (string Name, string Value)[] Headers(string allowed, string count, string reset) =>
        [("inin-ratelimit-allowed", allowed), ("inin-ratelimit-count", count), ("inin-ratelimit-reset", reset)];

    private Deadline LongDeadline() => new(_product.Time, TimeSpan.FromMinutes(1)) { MaxSlotWait = TimeSpan.FromSeconds(20) };

    private Task<GenesysResponse> CallAsync(Deadline? deadline = null) =>
        _product.Get<GenesysApi>().CallAsync(HttpMethod.Post, Path, "{}"u8.ToArray(), repeatable: false, "a:scope", deadline ?? _product.Deadline());
}
