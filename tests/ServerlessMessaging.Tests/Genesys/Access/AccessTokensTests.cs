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

    private OAuthClients Tokens => _product.Get<OAuthClients>();

    private OAuthClient Client => _product.Get<OAuthClients>().ByAvailability()[0];

    [Fact]
    public async Task GetTokenAsync_NoToken_FetchesWithClientCredentials()
    {
        _product.WithToken();

        Assert.Equal("token-1", await Tokens.GetTokenAsync(Client, _product.Deadline()));

        var call = Assert.Single(_product.Genesys.Received);
        Assert.Equal(("POST", "grant_type=client_credentials"), (call.Method, call.Body));
        Assert.Equal($"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"client-1:{ProductFixture.Secret}"))}", call.Authorization);
    }

    [Fact]
    [Trait("Fault", "F8")]
    public async Task GetTokenAsync_HundredCallers_ShareOneFetch()
    {
        var gate = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.TokenPath, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, """{"access_token":"shared","expires_in":3600}""");
        });
        var callers = Enumerable.Range(0, 100).Select(_ => Tokens.GetTokenAsync(Client, _product.Deadline())).ToArray();

        gate.SetResult();

        Assert.All(await Task.WhenAll(callers), token => Assert.Equal("shared", token));
        Assert.Single(_product.Genesys.Received);
    }

    [Fact]
    public async Task GetTokenAsync_TokenExpiresSoon_FetchesANewOne()
    {
        _product.WithToken(expiresIn: 600);
        await Tokens.GetTokenAsync(Client, _product.Deadline());

        _product.Time.Advance(TimeSpan.FromSeconds(600 - 91));
        Assert.Equal("token-1", await Tokens.GetTokenAsync(Client, _product.Deadline()));
        _product.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("token-2", await Tokens.GetTokenAsync(Client, _product.Deadline()));
    }

    [Theory]
    [Trait("Fault", "F8")]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task DropToken_SameTokenTwice_DropsItOnce(HttpStatusCode refusal)
    {
        _product.WithToken();
        var token = await Tokens.GetTokenAsync(Client, _product.Deadline());

        Assert.True(Tokens.DropToken(Client, token, refusal));
        Assert.Equal("token-2", await Tokens.GetTokenAsync(Client, _product.Deadline()));
        Assert.True(Tokens.DropToken(Client, token, refusal));

        Assert.Equal("token-2", await Tokens.GetTokenAsync(Client, _product.Deadline()));
        Assert.Single(_product.Log.EventIds, EventIds.AccessTokenDiscarded);
    }

    [Fact]
    [Trait("Fault", "F8")]
    public async Task DropToken_ManyCallersAtOnce_AllMayTryAnother()
    {
        _product.WithToken();
        for (var round = 0; round < 20; round++)
        {
            var token = await Tokens.GetTokenAsync(Client, _product.Deadline());
            using var start = new Barrier(8);
            var mayTryAgain = await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return Tokens.DropToken(Client, token, HttpStatusCode.Unauthorized);
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.DoesNotContain(false, mayTryAgain);
            _product.Time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 5)]
    [InlineData(HttpStatusCode.Forbidden, 60)]
    public async Task DropToken_NextTokenAtOnce_IsRefusedForAWhile(HttpStatusCode refusal, int seconds)
    {
        _product.WithToken();
        Assert.True(Tokens.DropToken(Client, await Tokens.GetTokenAsync(Client, _product.Deadline()), refusal));
        Assert.False(Tokens.DropToken(Client, await Tokens.GetTokenAsync(Client, _product.Deadline()), refusal));

        _product.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.True(Tokens.DropToken(Client, await Tokens.GetTokenAsync(Client, _product.Deadline()), refusal));
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("2147483647", 60)]
    [InlineData(null, 5)]
    public async Task GetTokenAsync_LoginRateLimited_WaitsForRetryAfter(string? retryAfter, int seconds)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.TooManyRequests, headers: retryAfter is null ? [] : [("Retry-After", retryAfter)]);
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));
        var calls = _product.Genesys.Received.Count;

        _product.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));
        Assert.Equal((FailureKind.RateLimited, calls), (exception.Failure.Kind, _product.Genesys.Received.Count));
        _product.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));

        Assert.True(_product.Genesys.Received.Count > calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task GetTokenAsync_SecretRefusedAndRotated_UsesTheNewOne(HttpStatusCode refusal)
    {
        _product.Genesys.On(ProductFixture.TokenPath, (_, _) =>
        {
            _product.Vault.Set("genesys-client-secret", "rotated");
            return Task.FromResult(ScriptedGenesys.CreateResponse(refusal, """{"error":"invalid_client"}"""));
        });
        _product.WithToken();

        Assert.Equal("token-1", await Tokens.GetTokenAsync(Client, _product.Deadline()));
        Assert.Equal(2, _product.Vault.Reads);
    }

    [Fact]
    public async Task GetTokenAsync_SecretRefusedAndUnchanged_IsAccessFault()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""");

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));

        Assert.Equal((FailureKind.AccessFault, ErrorCodes.TokenRefused), (exception.Failure.Kind, exception.Failure.Code));
        Assert.Single(_product.Genesys.Received);
        Assert.Equal(2, _product.Vault.Reads);
        Assert.DoesNotContain(ProductFixture.Secret, exception.ToString() + _product.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetTokenAsync_SecretRefused_IsCachedFor5Seconds()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.Unauthorized, """{"error":"invalid_client"}""");
        for (var call = 0; call < 20; call++)
        {
            await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));
        }

        Assert.Single(_product.Genesys.Received);
        _product.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));
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
    public async Task GetTokenAsync_UnreadableResponse_IsUnavailable(string body)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.OK, body);

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));

        Assert.Equal(FailureKind.Unavailable, exception.Failure.Kind);
    }

    [Theory]
    [InlineData("2147483648")]
    [InlineData("99999999999999999999")]
    [InlineData("1e300")]
    public async Task GetTokenAsync_LifetimeBeyondTwoDays_IsLimitedToTwoDays(string seconds)
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.OK, $$"""{"access_token":"old","expires_in":{{seconds}}}""");
        _product.WithToken();
        Assert.Equal("old", await Tokens.GetTokenAsync(Client, _product.Deadline()));

        _product.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal("token-1", await Tokens.GetTokenAsync(Client, _product.Deadline()));
    }

    [Fact]
    public async Task GetTokenAsync_ServerError_IsUnavailable()
    {
        _product.Genesys.On(ProductFixture.TokenPath, HttpStatusCode.ServiceUnavailable);

        var exception = await Assert.ThrowsAsync<GenesysException>(() => Tokens.GetTokenAsync(Client, _product.Deadline()));

        Assert.Equal((FailureKind.Unavailable, 1), (exception.Failure.Kind, _product.Vault.Reads));
    }

    [Fact]
    public async Task GetTokenAsync_OneDeadlineEnds_OthersKeepWaiting()
    {
        var gate = new TaskCompletionSource();
        _product.Genesys.On(ProductFixture.TokenPath, async (_, _) =>
        {
            await gate.Task;
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, """{"access_token":"late","expires_in":3600}""");
        });
        var shortWait = Tokens.GetTokenAsync(Client, _product.Deadline(5));
        var longWait = Tokens.GetTokenAsync(Client, _product.Deadline(12));

        _product.Time.Advance(TimeSpan.FromSeconds(5));
        var exception = await Assert.ThrowsAsync<GenesysException>(() => shortWait);
        gate.SetResult();

        Assert.Equal(ErrorCodes.OutOfTime, exception.Failure.Code);
        Assert.Equal("late", await longWait);
    }

    public void Dispose() => _product.Dispose();
}
