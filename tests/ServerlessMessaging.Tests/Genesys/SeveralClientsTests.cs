using System.Net;
using System.Text;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Health;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys;

/// <summary>Several OAuth clients give several allowances.</summary>
public sealed class SeveralClientsTests : IDisposable
{
    private const string Path = "/api/v2/thing";
    private readonly ProductFixture _product = new(("Genesys:Clients:1:ClientId", "client-2"), ("Genesys:Clients:1:SecretName", "second-secret"));

    public SeveralClientsTests()
    {
        _product.Vault.Set("second-secret", "the-other-secret");
        _product.Genesys.On(ProductFixture.TokenPath, (request, _) => Task.FromResult(ScriptedGenesys.Answer(
            HttpStatusCode.OK, $$"""{"access_token":"token-of-{{ClientOf(request)}}","expires_in":3600}""")));
    }

    [Fact]
    public async Task The_client_with_the_most_room_makes_the_call()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.Answer(HttpStatusCode.OK, "{}", Limit(100, Token(request) == "token-of-client-1" ? 80 : 10))));

        for (var call = 0; call < 6; call++)
        {
            await CallAsync();
        }

        Assert.Equal("token-of-client-1", Tokens()[0]);
        Assert.All(Tokens().Skip(1), token => Assert.Equal("token-of-client-2", token));
    }

    [Fact]
    public async Task Where_one_client_is_refused_for_its_rate_the_other_makes_the_call_and_goes_on_alone()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(Token(request) == "token-of-client-1"
            ? ScriptedGenesys.Answer(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "42"))
            : ScriptedGenesys.Answer(HttpStatusCode.OK, "{}")));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Single(Tokens(), token => token == "token-of-client-1");
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_client_whose_access_is_at_fault_does_not_draw_the_calls_to_itself(HttpStatusCode refusal)
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.Answer(Token(request) == "token-of-client-1" ? refusal : HttpStatusCode.OK, "{}")));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Equal(HealthStatus.Degraded, _product.Get<HealthChecker>().CheckGenesys().Status);
        Assert.Contains(EventIds.ClientPassedOver, _product.Log.EventIds);
        // One call and its repeat with a fresh token.
        Assert.Equal(2, Tokens().Count(token => token == "token-of-client-1"));
        _product.Time.Advance(TimeSpan.FromSeconds(31));
        await CallAsync();
        Assert.Contains("token-of-client-1", Tokens().Skip(7));
    }

    [Fact]
    public async Task A_client_whose_cap_is_used_up_for_a_day_does_not_draw_the_calls_to_itself()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(Token(request) == "token-of-client-1"
            ? ScriptedGenesys.Answer(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "86400"))
            : ScriptedGenesys.Answer(HttpStatusCode.OK, "{}")));

        for (var call = 0; call < 5; call++)
        {
            await CallAsync();
        }

        Assert.Single(Tokens(), token => token == "token-of-client-1");
    }

    [Theory]
    [InlineData(42)]
    [InlineData(86_400)]
    public async Task Where_one_must_wait_and_the_other_has_no_access_the_message_waits(int seconds)
    {
        _product.Vault.Forget("second-secret");
        _product.Genesys.On(Path, HttpStatusCode.TooManyRequests, "{}", ("Retry-After", $"{seconds}"));

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(seconds)), (exception.Failure.Kind, exception.Failure.RetryAfter));
    }

    [Fact]
    public async Task A_refusal_that_does_not_say_for_how_long_leaves_the_call_to_the_other()
    {
        _product.Genesys.On(Path, (request, _) => Task.FromResult(ScriptedGenesys.Answer(Token(request) == "token-of-client-1" ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK, "{}")));

        await CallAsync();

        Assert.Contains("token-of-client-2", Tokens());
    }

    [Fact]
    public async Task A_look_up_that_Genesys_does_not_like_is_no_fault_of_its_client()
    {
        _product.Genesys.On(Path, HttpStatusCode.BadRequest);

        await Assert.ThrowsAsync<GenesysException>(() =>
            _product.Get<GenesysApi>().CallAsync(HttpMethod.Get, Path, null, repeatable: true, "a:scope", _product.Deadline()));

        Assert.Single(_product.Genesys.To(Path));
        Assert.DoesNotContain(EventIds.ClientPassedOver, _product.Log.EventIds);
    }

    [Fact]
    public async Task A_client_without_a_secret_does_not_stop_the_other()
    {
        _product.Vault.Forget("genesys-client-secret");
        _product.Genesys.On(Path, HttpStatusCode.OK);

        await CallAsync();

        Assert.Equal(["token-of-client-2"], Tokens());
    }

    [Fact]
    public async Task Where_none_has_access_it_is_told()
    {
        _product.Vault.Forget("genesys-client-secret");
        _product.Vault.Forget("second-secret");

        await Assert.ThrowsAsync<SecretUnavailableException>(CallAsync);
    }

    [Fact]
    public async Task A_post_whose_answer_is_lost_is_not_made_again_by_the_other_client()
    {
        _product.Genesys.On(Path, ScriptedGenesys.Cut);

        var exception = await Assert.ThrowsAsync<GenesysException>(CallAsync);

        Assert.Equal(FailureKind.OutcomeUnknown, exception.Failure.Kind);
        Assert.Single(_product.Genesys.To(Path));
    }

    [Fact]
    public async Task One_client_may_stand_twice_where_its_tokens_have_allowances_of_their_own()
    {
        using var product = new ProductFixture(("Genesys:Clients:1:ClientId", "client-1"), ("Genesys:AllowancePerToken", "true")).WithToken();
        var gate = new TaskCompletionSource();
        product.Genesys.On(Path, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.Answer(HttpStatusCode.OK, "{}");
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

    private static Task<GenesysAnswer> CallAsync(ProductFixture product) =>
        product.Get<GenesysApi>().CallAsync(HttpMethod.Post, Path, "{}"u8.ToArray(), repeatable: false, "a:scope", product.Deadline());

    private IReadOnlyList<string> Tokens() => [.. _product.Genesys.To(Path).Select(call => call.Authorization!.Split(' ')[1])];

    private Task<GenesysAnswer> CallAsync() => CallAsync(_product);
}
