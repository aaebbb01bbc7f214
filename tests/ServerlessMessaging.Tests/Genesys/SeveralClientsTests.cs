using System.Net;
using System.Text;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Health;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys;

/// <summary>Several OAuth clients, each with a rate limit of its own.</summary>
public sealed class SeveralClientsTests : IDisposable
{
    private const string Path = "/api/v2/thing";
    private readonly ProductFixture _product = new(("Genesys:Clients:1:ClientId", "client-2"), ("Genesys:Clients:1:SecretName", "second-secret"));

    public SeveralClientsTests()
    {
        _product.Vault.Set("second-secret", "the-other-secret");
        _product.Genesys.On(ProductFixture.TokenPath, (request, _) => Task.FromResult(ScriptedGenesys.CreateResponse(
            HttpStatusCode.OK, $$"""{"access_token":"token-of-{{ClientOf(request)}}","expires_in":3600}""")));
    }

    [Fact]
    public async Task CallAsync_TwoClients_UsesTheMostAvailable()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.CreateResponse(HttpStatusCode.OK, "{}", Limit(100, Token(request) == "token-of-client-1" ? 80 : 10))));

        for (var call = 0; call < 6; call++)
        {
            await CallAsync();
        }

        Assert.Equal("token-of-client-1", Tokens()[0]);
        Assert.All(Tokens().Skip(1), token => Assert.Equal("token-of-client-2", token));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(86_400)]
    public async Task CallAsync_OneClientRateLimited_UsesTheOtherAlone(int seconds)
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(Token(request) == "token-of-client-1"
            ? ScriptedGenesys.CreateResponse(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", $"{seconds}"))
            : ScriptedGenesys.CreateResponse(HttpStatusCode.OK, "{}")));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Single(Tokens(), token => token == "token-of-client-1");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task CallAsync_OneClientWithoutAccess_UsesTheOtherForAWhile(HttpStatusCode refusal)
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.CreateResponse(Token(request) == "token-of-client-1" ? refusal : HttpStatusCode.OK, ScriptedGenesys.NotAuthorized)));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Equal(HealthStatus.Degraded, _product.Get<HealthChecker>().CheckGenesys().Status);
        Assert.Contains(EventIds.ClientUnhealthy, _product.Log.EventIds);
        // One call and its repeat with a fresh token.
        Assert.Equal(2, Tokens().Count(token => token == "token-of-client-1"));
        _product.Time.Advance(TimeSpan.FromSeconds(31));
        await CallAsync();
        Assert.Contains("token-of-client-1", Tokens().Skip(7));
    }

    [Theory]
    [InlineData(42)]
    [InlineData(86_400)]
    public async Task CallAsync_OneRateLimitedOneWithoutAccess_ThrowsRateLimited(int seconds)
    {
        _product.Vault.Remove("second-secret");
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, "{}", ("Retry-After", $"{seconds}"));

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(seconds)), (exception.Failure.Kind, exception.Failure.RetryAfter));
    }

    [Fact]
    public async Task CallAsync_RateLimitedWithoutRetryAfter_UsesTheOther()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.CreateResponse(Token(request) == "token-of-client-1" ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, "{}")));

        await CallAsync();

        Assert.Contains("token-of-client-2", Tokens());
    }

    [Fact]
    public async Task CallAsync_LookUpRefused_KeepsTheClientHealthy()
    {
        _product.Genesys.On(Path, HttpStatusCode.BadRequest);

        await Assert.ThrowsAsync<GenesysException>(() =>
            _product.Get<GenesysApi>().CallAsync(HttpMethod.Get, Path, null, repeatable: true, "a:scope", _product.Deadline()));

        Assert.Single(_product.Genesys.To(Path));
        Assert.DoesNotContain(EventIds.ClientUnhealthy, _product.Log.EventIds);
    }

    [Fact]
    public async Task CallAsync_OneClientWithoutSecret_UsesTheOther()
    {
        _product.Vault.Remove("genesys-client-secret");
        _product.Genesys.On(Path, HttpStatusCode.OK);

        await CallAsync();

        Assert.Equal(["token-of-client-2"], Tokens());
    }

    [Fact]
    public async Task CallAsync_NoClientHasASecret_ThrowsSecretUnavailable()
    {
        _product.Vault.Remove("genesys-client-secret");
        _product.Vault.Remove("second-secret");

        await Assert.ThrowsAsync<SecretUnavailableException>(CallAsync);
    }

    [Fact]
    public async Task CallAsync_ResponseLost_IsNotRepeatedByTheOther()
    {
        _product.Genesys.On(Path, ScriptedGenesys.LoseResponse);

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal(FailureKind.OutcomeUnknown, exception.Failure.Kind);
        Assert.Single(_product.Genesys.To(Path));
    }

    [Fact]
    public async Task CallAsync_SameClientTwiceWithAllowancePerToken_UsesTwoTokens()
    {
        using var product = new ProductFixture(("Genesys:Clients:1:ClientId", "client-1"), ("Genesys:AllowancePerToken", "true")).WithToken();
        var gate = new TaskCompletionSource();
        product.Genesys.On(Path, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, "{}");
        });

        var calls = Enumerable.Range(0, 2).Select(_ => CallAsync(product)).ToArray();
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(["Bearer token-1", "Bearer token-2"], product.Genesys.To(Path).Select(call => call.Authorization).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _product.Dispose();

    private static (string Name, string Value)[] Limit(int allowed, int count) =>
        [("inin-ratelimit-allowed", $"{allowed}"), ("inin-ratelimit-count", $"{count}"), ("inin-ratelimit-reset", "30")];

    private static string ClientOf(HttpRequestMessage request) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization!.Parameter!)).Split(':')[0];

    private static string Token(HttpRequestMessage request) => request.Headers.Authorization!.Parameter!;

    private static Task<GenesysResponse> CallAsync(ProductFixture product) =>
        product.Get<GenesysApi>().CallAsync(HttpMethod.Post, Path, "{}"u8.ToArray(), repeatable: false, "a:scope", product.Deadline());

    private IReadOnlyList<string> Tokens() => [.. _product.Genesys.To(Path).Select(call => call.Authorization!.Split(' ')[1])];

    private Task<GenesysResponse> CallAsync() => CallAsync(_product);
}
