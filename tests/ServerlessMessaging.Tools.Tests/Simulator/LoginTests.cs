using System.Net;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class LoginTests
{
    [Fact]
    public async Task Client_credentials_get_a_token()
    {
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, TokenLifetime = TimeSpan.FromMinutes(10) });
        using var answer = await simulator.LoginAsync();

        var body = await answer.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(body.Text("access_token"));
        Assert.Equal("bearer", body.Text("token_type"));
        Assert.Equal(600, body.GetProperty("expires_in").GetInt32());
        Assert.NotEmpty(answer.Header("ININ-Correlation-Id"));
        Assert.False(answer.Headers.Contains("inin-ratelimit-count"));
    }

    [Theory]
    [InlineData(DevelopmentValues.ClientId, "wrong", "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData("nobody", DevelopmentValues.ClientSecret, "grant_type=client_credentials", 401, "invalid_client")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "grant_type=password", 400, "unsupported_grant_type")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "", 400, "invalid_request")]
    [InlineData(DevelopmentValues.ClientId, DevelopmentValues.ClientSecret, "grant_type=client_credentials&grant_type=client_credentials", 400, "invalid_request")]
    public async Task Refusals_read_as_OAuth_errors(string clientId, string secret, string form, int status, string error)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var answer = await simulator.LoginAsync(clientId, secret, form);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(error, (await answer.JsonAsync()).Text("error"));
        Assert.Equal(status == 401, answer.Headers.WwwAuthenticate.Count > 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic %%%")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Bearer abc")]
    public async Task Credentials_that_cannot_be_read_are_no_credentials(string? authorization)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent("grant_type=client_credentials", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("invalid_client", (await answer.JsonAsync()).Text("error"));
    }

    [Fact]
    public async Task A_JSON_body_is_no_form()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent("grant_type=client_credentials", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String("local-client:local-secret"u8));
        using var answer = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_request", (await answer.JsonAsync()).Text("error"));
    }

    [Fact]
    public async Task Login_takes_POST_only()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var answer = await simulator.CallAsync(null, HttpMethod.Get, "/oauth/token");

        await answer.AssertRefusedAsync(HttpStatusCode.MethodNotAllowed, "method.not.allowed");
    }
}
