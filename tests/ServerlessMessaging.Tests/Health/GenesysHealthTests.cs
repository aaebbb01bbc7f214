using System.Net;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Health;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Health;

public sealed class GenesysHealthTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public void Genesys_is_well_until_it_says_otherwise() => Assert.Equal(HealthStatus.Ok, Check().Status);

    [Fact]
    public async Task A_refused_client_degrades_until_a_token_comes()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized);
        await CallAsync();
        Assert.Equal(HealthStatus.Degraded, Check().Status);
        Assert.Contains("OAuth client", Check().Detail, StringComparison.Ordinal);

        _product.Genesys.Remove(ProductFixture.TokenPath);
        _product.WithToken().Genesys.On("/api", HttpStatusCode.OK);
        _product.Time.Advance(TimeSpan.FromMinutes(1));
        await CallAsync();

        Assert.Equal(HealthStatus.Ok, Check().Status);
    }

    [Fact]
    public async Task An_open_breaker_degrades()
    {
        _product.WithToken().Genesys.On("/api", HttpStatusCode.InternalServerError);
        for (var call = 0; call < 10; call++)
        {
            await CallAsync();
        }

        Assert.Equal(HealthStatus.Degraded, Check().Status);
        Assert.Contains("circuit breaker is open until 2026-11-22 12:00:15Z", Check().Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task A_lasting_access_fault_of_the_api_degrades(HttpStatusCode status)
    {
        _product.WithToken().Genesys.On("/api", status);
        await CallAsync();

        Assert.Contains("Since 2026-11-22 12:00:00Z: SM210", Check().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happened_long_ago_says_nothing()
    {
        _product.WithToken().Genesys.On("/api", HttpStatusCode.InternalServerError);
        for (var call = 0; call < 11; call++)
        {
            await CallAsync();
        }

        _product.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(HealthStatus.Ok, Check().Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task A_refused_message_and_a_used_up_limit_say_nothing_of_Genesys(HttpStatusCode status)
    {
        _product.WithToken().Genesys.On("/api", status, headers: ("Retry-After", "42"));
        await CallAsync();

        Assert.Equal(HealthStatus.Ok, Check().Status);
    }

    public void Dispose() => _product.Dispose();

    private PartHealth Check() => _product.Get<HealthChecker>().CheckGenesys();

    private async Task CallAsync()
    {
        try
        {
            await _product.Get<GenesysApi>().CallAsync(HttpMethod.Post, "/api", "{}"u8.ToArray(), repeatable: false, "scope", _product.Deadline());
        }
        catch (GenesysException)
        {
            // What the health is asked about.
        }
    }
}
