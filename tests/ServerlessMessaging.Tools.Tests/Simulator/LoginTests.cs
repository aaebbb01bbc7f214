using System.Net;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class LoginTests
{
    [Fact]
    public async Task Login_ClientCredentials_ReturnsToken()
    {
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, TokenLifetime = TimeSpan.FromMinutes(10) });
        using var response = await simulator.LoginAsync();

        var body = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEmpty(body.Text("access_token"));
        Assert.Equal("bearer", body.Text("token_type"));
        Assert.Equal(600, body.GetProperty("expires_in").GetInt32());
        Assert.NotEmpty(response.Header("ININ-Correlation-Id"));
        Assert.False(response.Headers.Contains("inin-ratelimit-count"));
    }

    [Theory]
    [InlineData(DevelopmentValues.ClientId, "wrong", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("unknown", DevelopmentValues.ClientSecret, "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "grant_type=password", 400, "unsupported_grant_type")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "", 400, "invalid_request")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request")]
    public async Task Login_InvalidRequest_ReturnsOAuthError(string clientId, string secret, string form, int status, string error)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.LoginAsync(clientId, secret, form);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (await response.JsonAsync()).Text("error"));
        Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic %%%")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Bearer abc")]
    public async Task Login_CredentialsUnreadable_Returns401(string? authorization)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent("grant_type=client_credentials", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("invalid_client", (await response.JsonAsync()).Text("error"));
    }

    [Fact]
    public async Task Login_JsonBody_Returns400()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent("grant_type=client_credentials", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("local-client:local-secret"u8));
        using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request", (await response.JsonAsync()).Text("error"));
    }

    [Fact]
    public async Task Login_GetMethod_Returns405()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(null, HttpMethod.Get, "/oauth/token");

        await response.AssertRefusedAsync(HttpStatusCode.MethodNotAllowed, "method.not.allowed");
    }
}
