using System.Net;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ControlGuardTests
{
    [Theory]
    [InlineData("127.0.0.1:1", null, true)]
    [InlineData("LOCALHOST", null, true)]
    [InlineData("[::1]:7072", null, true)]
    [InlineData("localhost:7072", "http://localhost:7072", true)]
    [InlineData("example.com", null, false)]
    [InlineData("localhost.example.com", null, false)]
    [InlineData("127.0.0.1.example.com:7072", null, false)]
    [InlineData("10.0.0.1", null, false)]
    [InlineData("example.com:7072", "http://example.com:7072", false)]
    [InlineData("localhost:7072", "http://localhost:3000", false)]
    [InlineData("localhost:7072", "https://localhost:7072", false)]
    [InlineData("localhost:7072", "https://example.com", false)]
    [InlineData("localhost:7072", "null", false)]
    [InlineData("localhost:7072", "", false)]
    public async Task GetSimulator_HostAndOrigin_AllowsLoopbackOnly(string host, string? origin, bool allowed)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/simulator");
        request.Headers.Host = host;
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var body = await response.JsonAsync();
        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(allowed, body.TryGetProperty("vault", out _));
        Assert.Equal(!allowed, body.TryGetProperty("error", out _));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("DELETE", "/simulator/state")]
    [InlineData("POST", "/simulator/faults")]
    [InlineData("OPTIONS", "/simulator/faults")]
    [InlineData("PUT", "/Simulator/settings")]
    public async Task CallControlApi_ForeignOrigin_ChangesNothing(string method, string path)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var sent = await simulator.SendAsync(TestMessages.Text);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Origin", "https://example.com");
        using var response = await simulator.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Single(await simulator.MessagesAsync());
    }
}
