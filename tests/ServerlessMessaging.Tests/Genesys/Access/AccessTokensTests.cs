using System.Net;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Access;

public sealed class AccessTokensTests : IDisposable
{
    private readonly ProductFixture _product = new();

    private AccessTokens Tokens => _product.Get<AccessTokens>();

    private OAuthClient Client => _product.Get<OAuthClients>().ByRoom()[0];

    [Fact]
    public async Task A_token_is_fetched_with_client_credentials()
    {
        _product.WithToken();

        Assert.Equal("token-1", await Tokens.GetAsync(Client, _product.Deadline()));

        var call = Assert.Single(_product.Genesys.Received);
        Assert.Equal(("POST", "grant_type=client_credentials"), (call.Method, call.Body));
        Assert.Equal($"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"client-1:{ProductFixture.Secret}"))}", call.Authorization);
    }

    [Fact]
    public async Task F8_A_hundred_callers_share_one_fetch()
    {
        var gate = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.TokenPath, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.Answer(HttpStatusCode.OK, """{"access_token":"shared","expires_in":3600}""");
        });
        var callers = Enumerable.Range(0, 100).Select(_ => Tokens.GetAsync(Client, _product.Deadline())).ToArray();

        gate.SetResult();

        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("shared", token));
        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task A_token_is_replaced_before_its_end()
    {
        _product.WithToken(expiresIn: 600);
        await Tokens.GetAsync(Client, _product.Deadline());

        _product.Time.Advance(TimeSpan.FromSeconds(600 - 91));
        Assert.Equal("token-1", await Tokens.GetAsync(Client, _product.Deadline()));
        _product.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("token-2", await Tokens.GetAsync(Client, _product.Deadline()));
    }

    [Fact]
    public async Task F8_A_refused_token_is_dropped_once_however_many_saw_it()
    {
        _product.WithToken();
        var token = await Tokens.GetAsync(Client, _product.Deadline());

        Assert.True(Tokens.DropUnauthorized(Client, token));
        Assert.Equal("token-2", await Tokens.GetAsync(Client, _product.Deadline()));
        Assert.True(Tokens.DropUnauthorized(Client, token));

        Assert.Equal("token-2", await Tokens.GetAsync(Client, _product.Deadline()));
        Assert.Single(_product.Log.EventIds, EventIds.AccessTokenDropped);
    }

    [Fact]
    public async Task F8_Of_all_callers_whose_token_ended_at_once_none_is_told_to_give_up()
    {
        _product.WithToken();
        for (var round = 0; round < 20; round++)
        {
            var token = await Tokens.GetAsync(Client, _product.Deadline());
            using var start = new Barrier(8);
            var mayTryAgain = await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Tokens.DropUnauthorized(Client, token);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.DoesNotContain(false, mayTryAgain);
            _product.Time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_token_that_is_refused_again_at_once_is_not_dropped_again()
    {
        _product.WithToken();
        Assert.True(Tokens.DropUnauthorized(Client, await Tokens.GetAsync(Client, _product.Deadline())));
        Assert.False(Tokens.DropUnauthorized(Client, await Tokens.GetAsync(Client, _product.Deadline())));

        _product.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(Tokens.DropUnauthorized(Client, await Tokens.GetAsync(Client, _product.Deadline())));
    }

    [Fact]
    public async Task A_caller_with_yesterdays_token_may_try_todays()
    {
        _product.WithToken();
        var token = await Tokens.GetAsync(Client, _product.Deadline());
        Assert.True(Tokens.DropForbidden(Client, token));
        await Tokens.GetAsync(Client, _product.Deadline());

        Assert.True(Tokens.DropForbidden(Client, token));
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("2147483647", 60)]
    [InlineData(null, 5)]
    public async Task The_logins_rate_limit_is_remembered(string? retryAfter, int seconds)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.TooManyRequests, headers: retryAfter is null ? [] : [("Retry-After", retryAfter)]);
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));
        var calls = _product.Genesys.Received.Count;

        _product.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));
        Assert.Equal((FailureKind.RateLimited, calls), (exception.Failure.Kind, _product.Genesys.Received.Count));
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));

        Assert.True(_product.Genesys.Received.Count > calls);
    }

    [Fact]
    public async Task A_forbidden_token_is_dropped_at_most_once_a_minute()
    {
        _product.WithToken();
        Assert.True(Tokens.DropForbidden(Client, await Tokens.GetAsync(Client, _product.Deadline())));
        Assert.False(Tokens.DropForbidden(Client, await Tokens.GetAsync(Client, _product.Deadline())));

        _product.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(Tokens.DropForbidden(Client, await Tokens.GetAsync(Client, _product.Deadline())));
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task A_refused_secret_is_read_again_and_a_new_one_used(HttpStatusCode refusal)
    {
        _product.Genesys.On(ProductFixture.TokenPath, (_, _) =>
        {
            _product.Vault.Set("genesys-client-secret", "rotated");
            return Task.FromResult(ScriptedGenesys.Answer(refusal, """{"error":"invalid_client"}"""));
        });
        _product.WithToken();

        Assert.Equal("token-1", await Tokens.GetAsync(Client, _product.Deadline()));
        Assert.Equal(2, _product.Vault.Reads);
    }

    [Fact]
    public async Task An_unchanged_secret_is_not_tried_twice()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""");

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));

        Assert.Equal((FailureKind.AccessFault, ErrorCodes.TokenRefused), (exception.Failure.Kind, exception.Failure.Code));
        Assert.Single(_product.Genesys.Received);
        Assert.Equal(2, _product.Vault.Reads);
        Assert.DoesNotContain(ProductFixture.Secret, exception.ToString() + _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_remembered_for_a_moment_so_that_no_storm_follows()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""");
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));
        }

        Assert.Single(_product.Genesys.Received);
        _product.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));
        Assert.Equal(2, _product.Genesys.Received.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"access_token":"","expires_in":60}""")]
    [InlineData("""{"access_token":"a\r\nb","expires_in":60}""")]
    [InlineData("""{"access_token":"a","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"a","expires_in":"3600"}""")]
    [InlineData("""{"access_token":"a","expires_in":-1}""")]
    [InlineData("""{"access_token":"a","expires_in":0}""")]
    [InlineData("""{"access_token":7,"expires_in":60}""")]
    [InlineData("""{"access_token":"\ud800","expires_in":60}""")]
    [InlineData("""{"access_token":{"access_token":"a"},"expires_in":60}""")]
    public async Task An_answer_that_cannot_be_read_is_no_token(string body)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.OK, body);

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));

        Assert.Equal(FailureKind.Unavailable, exception.Failure.Kind);
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    [InlineData("1e300")]
    public async Task A_life_beyond_two_days_is_not_believed(string seconds)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.OK, $$"""{"access_token":"old","expires_in":{{seconds}}}""");
        _product.WithToken();
        Assert.Equal("old", await Tokens.GetAsync(Client, _product.Deadline()));

        _product.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal("token-1", await Tokens.GetAsync(Client, _product.Deadline()));
    }

    [Fact]
    public async Task A_server_error_is_no_refusal()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.ServiceUnavailable);

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetAsync(Client, _product.Deadline()));

        Assert.Equal((FailureKind.Unavailable, 1), (exception.Failure.Kind, _product.Vault.Reads));
    }

    [Fact]
    public async Task A_caller_whose_time_is_up_leaves_the_others_waiting()
    {
        var gate = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.TokenPath, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.Answer(HttpStatusCode.OK, """{"access_token":"late","expires_in":3600}""");
        });
        var hurried = Tokens.GetAsync(Client, _product.Deadline(5));
        var patient = Tokens.GetAsync(Client, _product.Deadline(12));

        _product.Time.Advance(TimeSpan.FromSeconds(5));
        var exception = await Assert.ThrowsAsync<GenesysException>(() => hurried);
        gate.SetResult();

        Assert.Equal(ErrorCodes.OutOfTime, exception.Failure.Code);
        Assert.Equal("late", await patient);
    }

    public void Dispose() => _product.Dispose();
}
