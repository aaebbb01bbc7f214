using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Health;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Sending;

namespace ServerlessMessaging.Tests.Genesys.Access;

/// <summary>The organisation of the OAuth clients, compared with the setting.</summary>
public sealed class OrganizationTests : IDisposable
{
    private const string TokenInfo = "/api/v2/tokens/me";
    private const string Own = """{"organization":{"id":"ORG-1","name":"Own"}}""";
    private readonly ProductFixture _product = Create();

    [Fact]
    public async Task Send_SameOrganization_IsComparedOnce()
    {
        _product.Genesys.On(TokenInfo, HttpStatusCode.OK, Own);

        Assert.IsType<Sent>(await SendAsync("r-1"));
        _product.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsType<Sent>(await SendAsync("r-2"));

        var call = Assert.Single(_product.Genesys.To(TokenInfo));
        Assert.Equal(("GET", "Bearer token-1"), (call.Method, call.Authorization));
        Assert.Equal(2, _product.Genesys.To(ProductFixture.TokenPath).Count);
    }

    [Fact]
    public async Task Send_AnotherOrganization_IsAccessFaultBeforeAnythingIsSent()
    {
        _product.Genesys.On(TokenInfo, HttpStatusCode.OK, """{"organization":{"id":"org-2"}}""");

        var problem = Assert.IsType<NotSent>(await SendAsync("r-1")).Problem;

        Assert.Equal((ErrorCodes.AnotherOrganization, 30.0), (problem.Code, problem.RetryAfter?.TotalSeconds));
        Assert.Contains("Genesys:Clients:0 belongs to organisation org-2", problem.Detail, StringComparison.Ordinal);
        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));
        Assert.Contains(EventIds.AnotherOrganization, _product.Log.EventIds);
        Assert.Contains("SM2105", _product.Get<HealthChecker>().CheckGenesys().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AnotherOrganizationForLong_StaysAFaultOfHealth()
    {
        _product.Genesys.On(TokenInfo, HttpStatusCode.OK, """{"organization":{"id":"org-2"}}""");
        for (var minute = 0; minute < 12; minute++)
        {
            Assert.IsType<NotSent>(await SendAsync("r-1"));
            Assert.Equal(HealthStatus.Degraded, _product.Get<HealthChecker>().CheckGenesys().Status);
            _product.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));
    }

    [Fact]
    public async Task Enqueue_AnotherOrganization_Waits()
    {
        _product.Genesys.On(TokenInfo, HttpStatusCode.OK, """{"organization":{"id":"org-2"}}""");

        await _product.EnqueueAsync(Requests.ToUser);

        Assert.True(Assert.Single(_product.Copies()).Visibility >= TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, null)]
    [InlineData(HttpStatusCode.Unauthorized, null)]
    [InlineData(HttpStatusCode.NotFound, null)]
    [InlineData(HttpStatusCode.BadRequest, null)]
    [InlineData(HttpStatusCode.Forbidden, "{}")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, "not json")]
    [InlineData(HttpStatusCode.OK, """{"organization":null}""")]
    [InlineData(HttpStatusCode.OK, """{"organization":{"id":7}}""")]
    public async Task Send_OrganizationNotNamed_WarnsOnceAndSends(HttpStatusCode status, string? body)
    {
        _product.Genesys.On(TokenInfo, status, body);

        Assert.IsType<Sent>(await SendAsync("r-1"));
        _product.Time.Advance(TimeSpan.FromHours(1));
        Assert.IsType<Sent>(await SendAsync("r-2"));

        Assert.Single(_product.Genesys.To(TokenInfo));
        Assert.Single(_product.Log.EventIds, EventIds.OrganizationUnknown);
        Assert.Equal(HealthStatus.Ok, _product.Get<HealthChecker>().CheckGenesys().Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Send_ComparisonFails_IsDeferredAndComparedAgain(HttpStatusCode status)
    {
        _product.Genesys.On(TokenInfo, status, "{}", ("Retry-After", "42"));
        Assert.IsType<Accepted>(await SendAsync("r-1"));
        Assert.Empty(_product.Genesys.To(ProductFixture.ChannelPath));

        _product.Genesys.Remove(TokenInfo).On(TokenInfo, HttpStatusCode.OK, Own);
        _product.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.IsType<Sent>(await SendAsync("r-2"));
        Assert.DoesNotContain(EventIds.OrganizationUnknown, _product.Log.EventIds);
    }

    [Fact]
    public async Task Send_OneClientOfAnotherOrganization_UsesTheOther()
    {
        using var product = Create(("Genesys:Clients:1:ClientId", "client-2"));
        product.Genesys.On(TokenInfo, HttpStatusCode.OK, """{"organization":{"id":"org-2"}}""").On(TokenInfo, HttpStatusCode.OK, Own);

        Assert.IsType<Sent>(await product.PostAsync(Requests.ToUser));
        Assert.Contains(EventIds.ClientUnhealthy, product.Log.EventIds);
    }

    [Fact]
    public async Task Send_OrganizationSettingEmpty_ComparesNothing()
    {
        using var product = new ProductFixture(("Genesys:OrganizationId", string.Empty)).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");

        Assert.IsType<Sent>(await product.PostAsync(Requests.ToUser));
        Assert.Empty(product.Genesys.To(TokenInfo));
    }

    public void Dispose() => _product.Dispose();

    private static ProductFixture Create(params (string, string)[] settings)
    {
        var product = new ProductFixture([("Genesys:OrganizationId", "org-1"), ("Genesys:MaxRetries", "0"), .. settings]).WithToken();
        product.Genesys.On(ProductFixture.ChannelPath, HttpStatusCode.Accepted, """{"id":"m-1"}""");
        return product;
    }

    private Task<SendOutcome> SendAsync(string id) => _product.PostAsync(Requests.ToUser.Replace("r-1", id, StringComparison.Ordinal));
}
