using System.Net;
using System.Text.Json;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class UsersTests
{
    [Theory]
    [InlineData("recipient@example.com")]
    [InlineData("RECIPIENT%40example.com")]
    public async Task ListUsers_EmailKnown_ReturnsUser(string email)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var body = await ListAsync(simulator, $"?email={email}&pageSize=1");

        var user = Assert.Single(body.List("entities"));
        Assert.Equal(DevelopmentValues.UserEmail, user.Text("email"));
        Assert.Equal(RunningSimulator.RecipientId, user.Text("id"));
        Assert.Equal(1, body.GetProperty("total").GetInt32());
        Assert.Equal(1, body.GetProperty("pageCount").GetInt32());
    }

    [Fact]
    public async Task ListUsers_EmailUnknown_ReturnsNone()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var body = await ListAsync(simulator, "?email=unknown@example.com&pageSize=1");

        Assert.Empty(body.List("entities"));
        Assert.Equal(0, body.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task ListUsers_PageSizeAndNumber_SelectPage()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var first = await ListAsync(simulator, "?pageSize=1");
        var second = await ListAsync(simulator, "?pageSize=1&pageNumber=2");
        var beyond = await ListAsync(simulator, "?pageNumber=2147483647&pageSize=500");

        Assert.True(first.GetProperty("total").GetInt32() >= 3);
        Assert.NotEqual(first.List("entities")[0].Text("id"), second.List("entities")[0].Text("id"));
        Assert.Empty(beyond.List("entities"));
    }

    [Theory]
    [InlineData("?pageSize=0", "invalid.value")]
    [InlineData("?pageSize=501", "invalid.value")]
    [InlineData("?pageNumber=x", "invalid.value")]
    [InlineData("?email=a@example.com&email=b@example.com", "bad.request")]
    public async Task ListUsers_InvalidQuery_Returns400(string query, string code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, $"/api/v2/users{query}");

        await response.AssertRefusedAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task ListUsers_EmailParameterIgnored_ReturnsFirstUser()
    {
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, IgnoreEmailParameter = true });
        var body = await ListAsync(simulator, "?email=recipient@example.com&pageSize=1");

        Assert.NotEqual(DevelopmentValues.UserEmail, Assert.Single(body.List("entities")).Text("email"));
    }

    [Theory]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"value":"recipient@example.com"}],"pageSize":1}""", 1)]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"values":["approver@example.com","recipient@example.com"]}]}""", 2)]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"value":"unknown@example.com"}]}""", 0)]
    public async Task SearchUsers_ExactEmail_ReturnsMatches(string query, int found)
    {
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, IgnoreEmailParameter = true });
        using var response = await SearchAsync(simulator, query);

        var body = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(found, body.GetProperty("total").GetInt32());
        Assert.Equal(found, body.List("results").Count);
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"query":[]}""")]
    [InlineData("""{"query":[{"type":"CONTAINS","fields":["email"],"value":"a"}]}""")]
    [InlineData("""{"query":[{"type":"EXACT","fields":["name"],"value":"a"}]}""")]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"]}]}""")]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"value":"a","values":["a"]}]}""")]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"values":[1]}]}""")]
    [InlineData("""{"query":[{"type":"EXACT","fields":["email"],"value":"a"}],"sortOrder":"ASC"}""")]
    public async Task SearchUsers_UnsupportedQuery_Returns400(string query)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await SearchAsync(simulator, query);

        await response.AssertRefusedAsync(HttpStatusCode.BadRequest, "bad.request");
    }

    private static async Task<JsonElement> ListAsync(RunningSimulator simulator, string query)
    {
        using var response = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, $"/api/v2/users{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    private static async Task<HttpResponseMessage> SearchAsync(RunningSimulator simulator, string query) =>
        await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Post, "/api/v2/users/search", query);
}
