using System.Net;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class RateLimitTests
{
    private const string Users = "/api/v2/users";

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task CallApi_AnyResponse_CarriesRateLimitHeaders()
    {
        await using var simulator = await StartAsync(allowed: 3);
        var token = await simulator.TokenAsync();
        using var first = await simulator.CallAsync(token, HttpMethod.Get, Users);
        _clock.Advance(TimeSpan.FromSeconds(18.5));
        using var second = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/nothing");
        using var anonymous = await simulator.CallAsync(null, HttpMethod.Get, Users);

        Assert.Equal(("1", "3", "60"), Limits(first));
        Assert.Equal(("2", "3", "42"), Limits(second));
        Assert.Equal(("1", "3", "60"), Limits(anonymous));
    }

    [Fact]
    public async Task CallApi_LimitExceeded_Returns429UntilWindowEnds()
    {
        await using var simulator = await StartAsync(allowed: 1);
        var token = await simulator.TokenAsync();
        using var allowed = await simulator.CallAsync(token, HttpMethod.Get, Users);
        _clock.Advance(TimeSpan.FromSeconds(18));
        using var refused = await simulator.CallAsync(token, HttpMethod.Get, Users);
        _clock.Advance(TimeSpan.FromSeconds(42));
        using var again = await simulator.CallAsync(token, HttpMethod.Get, Users);

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        await refused.AssertRefusedAsync(
            HttpStatusCode.TooManyRequests,
            "too.many.requests.retry.after",
            "Rate limit exceeded the maximum. Retry the request in [42] seconds");
        Assert.Equal("42", refused.Header("Retry-After"));
        Assert.Equal(("1", "1", "42"), Limits(refused));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task CallApi_TokensOfOneClient_ShareItsLimit()
    {
        await using var simulator = await StartAsync(allowed: 1);
        using var added = await simulator.ControlAsync(HttpMethod.Put, "clients/second-client", """{"secret":"s"}""");
        using var one = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, Users);
        using var two = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, Users);
        using var other = await simulator.CallAsync(await simulator.TokenAsync("second-client", "s"), HttpMethod.Get, Users);

        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, two.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task PutSettings_RateLimit_AppliesImmediately()
    {
        await using var simulator = await StartAsync(allowed: 300);
        var token = await simulator.TokenAsync();
        using var before = await simulator.CallAsync(token, HttpMethod.Get, Users);
        using var change = await simulator.ControlAsync(
            HttpMethod.Put, "settings", """{"rateLimitAllowed":1,"rateLimitWindow":7.5}""");
        using var after = await simulator.CallAsync(token, HttpMethod.Get, Users);

        var settings = await change.JsonAsync();
        Assert.Equal(1, settings.GetProperty("rateLimitAllowed").GetInt32());
        Assert.Equal(7.5, settings.GetProperty("rateLimitWindow").GetDouble());
        Assert.Equal(("1", "300", "60"), Limits(before));
        Assert.Equal(HttpStatusCode.TooManyRequests, after.StatusCode);
        Assert.Equal(("1", "1", "8"), Limits(after));
    }

    private Task<RunningSimulator> StartAsync(int allowed) => RunningSimulator.StartAsync(
        new SimulatorOptions { Port = 0, VaultPort = 0, RateLimitAllowed = allowed, TimeProvider = _clock });

    private static (string Count, string Allowed, string Reset) Limits(HttpResponseMessage response) =>
        (response.Header("inin-ratelimit-count"), response.Header("inin-ratelimit-allowed"), response.Header("inin-ratelimit-reset"));
}
