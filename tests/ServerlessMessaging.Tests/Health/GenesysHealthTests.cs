using System.Net;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Health;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Health;

public sealed class GenesysHealthTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Fact]
    public void CheckGenesys_NothingFailed_IsOk() => Assert.Equal(HealthStatus.Ok, Check().Status);

    [Fact]
    public async Task CheckGenesys_ClientRefused_IsDegradedUntilATokenIsIssued()
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
    public async Task CheckGenesys_BreakerOpen_IsDegraded()
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
    public async Task CheckGenesys_AccessRefused_IsDegraded(HttpStatusCode status)
    {
        _product.WithToken().Genesys.On("/api", status);
        await CallAsync();

        Assert.Contains("Since 2026-11-22 12:00:00Z: SM210", Check().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckGenesys_FailureTenMinutesAgo_IsOk()
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
    public async Task CheckGenesys_MessageRefusedOrRateLimited_IsOk(HttpStatusCode status)
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
            // The health check reports it.
        }
    }
}
