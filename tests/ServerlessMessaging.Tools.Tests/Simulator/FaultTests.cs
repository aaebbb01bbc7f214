using System.Net;
using System.Text.Json;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class FaultTests
{
    [Fact]
    public async Task AddFault_StatusWithTimes_ReplacesThatManyResponses()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SetAsync(simulator, """{"match":"POST /api/v2/openmessaging","status":503,"retryAfter":7,"times":2}""");
        using var first = await simulator.SendAsync(TestMessages.Text);
        using var second = await simulator.SendAsync(TestMessages.Text);
        using var third = await simulator.SendAsync(TestMessages.Text);

        await first.AssertRefusedAsync(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.Equal("7", first.Header("Retry-After"));
        Assert.NotEmpty(first.Header("inin-ratelimit-count"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.Equal(HttpStatusCode.Accepted, third.StatusCode);
        Assert.Single(await simulator.MessagesAsync());
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task AddFault_DropConnection_ReturnsNoResponse(string when, int delivered)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        await SetAsync(simulator, $$"""{"match":"/messages","dropConnection":true,"when":"{{when}}"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.SendAsync(TestMessages.Text, token));
        Assert.Equal(delivered, (await simulator.MessagesAsync()).Count);
        var request = Assert.Single((await simulator.ControlJsonAsync("requests")).Items(), item => item.Text("method") == "POST" && item.Text("path").EndsWith("/messages", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, request.GetProperty("status").ValueKind);
    }

    [Fact]
    public async Task AddFault_DropConnectionOnGet_IsNotRetriedByClient()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        await SetAsync(simulator, """{"match":"GET /api/v2/users","dropConnection":true}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => simulator.CallAsync(token, HttpMethod.Get, "/api/v2/users"));
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task AddFault_DelayOnly_ChangesOnlyTiming(string when)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        await SetAsync(simulator, $$"""{"match":"/messages","delay":0.3,"when":"{{when}}"}""");
        var start = TimeProvider.System.GetTimestamp();
        using var response = await simulator.SendAsync(TestMessages.Text, token);

        Assert.True(TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.29));
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(await simulator.MessagesAsync());
    }

    [Fact]
    public async Task AddFault_Share_AffectsThatShareOfRequests()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SetAsync(simulator, """{"match":"/oauth/token","status":503,"share":0.25,"times":0}""");
        await SetAsync(simulator, """{"match":"/oauth/token","status":500,"share":0,"times":0}""");
        var statuses = new List<HttpStatusCode>();
        for (var call = 0; call < 200; call++)
        {
            statuses.Add(await StatusAsync(simulator));
        }

        Assert.InRange(statuses.Count(status => status == HttpStatusCode.ServiceUnavailable), 30, 70);
        Assert.DoesNotContain(HttpStatusCode.InternalServerError, statuses);
    }

    [Fact]
    public async Task AddFault_Body_ReplacesErrorBody()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SetAsync(simulator, """{"match":"/oauth/token","status":400,"body":"{\"error\":\"invalid_client\"}"}""");
        using var response = await simulator.LoginAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_client", (await response.JsonAsync()).Text("error"));
    }

    [Fact]
    public async Task AddFault_SeveralFaults_ApplyInOrderUntilUsedUpOrCleared()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await SetAsync(simulator, """{"match":"/oauth/token","status":500}""");
        await SetAsync(simulator, """{"match":"POST /oauth","status":429,"retryAfter":3,"times":0}""");

        HttpStatusCode[] statuses = [await StatusAsync(simulator), await StatusAsync(simulator), await StatusAsync(simulator)];
        var left = Assert.Single((await simulator.ControlJsonAsync("faults")).Items());
        using var cleared = await simulator.ControlAsync(HttpMethod.Delete, "faults");

        Assert.Equal([HttpStatusCode.InternalServerError, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(("POST /oauth", 0), (left.Text("match"), left.GetProperty("times").GetInt32()));
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty((await simulator.ControlJsonAsync("faults")).Items());
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(simulator));
    }

    [Theory]
    [InlineData("{}", "match")]
    [InlineData("""{"match":"/","status":500,"colour":"red"}""", "colour")]
    [InlineData("""{"match":"","status":500}""", "match")]
    [InlineData("""{"match":"/"}""", "status, delay or dropConnection")]
    [InlineData("""{"match":"/","status":99}""", "status")]
    [InlineData("""{"match":"/","status":"500"}""", "status")]
    [InlineData("""{"match":"/","status":500,"dropConnection":true}""", "dropped")]
    [InlineData("""{"match":"/","delay":-1}""", "delay")]
    [InlineData("""{"match":"/","delay":1e999}""", "delay")]
    [InlineData("""{"match":"/","delay":1,"retryAfter":1}""", "retryAfter")]
    [InlineData("""{"match":"/","status":500,"times":-1}""", "times")]
    [InlineData("""{"match":"/","status":500,"share":1.1}""", "share")]
    [InlineData("""{"match":"/","status":500,"when":"later"}""", "when")]
    [InlineData("""{"match":"/","status":204,"body":"x"}""", "body")]
    [InlineData("""{"match":"/","item":-1}""", "item")]
    [InlineData("""{"match":"/","item":50}""", "item")]
    [InlineData("""{"match":"/","item":0,"status":500}""", "item")]
    [InlineData("""{"match":"/","item":0,"retryAfter":1}""", "item")]
    [InlineData("""{"match":"/","item":0,"delay":1}""", "item")]
    [InlineData("""{"match":"/","item":0,"dropConnection":true}""", "item")]
    [InlineData("""{"match":"/","item":0,"body":"{"}""", "JSON")]
    [InlineData("not JSON", "JSON")]
    public async Task AddFault_InvalidCombination_Returns400(string json, string named)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Post, "faults", json);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, (await response.JsonAsync()).Text("error"), StringComparison.Ordinal);
        Assert.Empty((await simulator.ControlJsonAsync("faults")).Items());
    }

    private static async Task SetAsync(RunningSimulator simulator, string json)
    {
        using var response = await simulator.ControlAsync(HttpMethod.Post, "faults", json);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningSimulator simulator)
    {
        using var response = await simulator.LoginAsync();
        return response.StatusCode;
    }
}
