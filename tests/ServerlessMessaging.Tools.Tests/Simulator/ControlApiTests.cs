using System.Net;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ControlApiTests
{
    private const string Client = "clients/local-client";

    [Fact]
    public async Task GetSimulator_Running_ReturnsAddresses()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(null, HttpMethod.Get, "/simulator");

        var body = await response.JsonAsync();
        var vault = body.GetProperty("vault");
        Assert.Equal(simulator.Simulator.Address, new Uri(body.Text("address")));
        Assert.Equal(simulator.Simulator.VaultAddress, new Uri(vault.Text("address")));
        Assert.Equal(simulator.Simulator.VaultThumbprint, vault.Text("thumbprint"));
        Assert.Equal(simulator.Simulator.VaultToken, vault.Text("token"));
    }

    [Fact]
    public async Task PutClient_NewSecret_ReplacesSecretAndKeepsTokens()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var change = await simulator.ControlAsync(HttpMethod.Put, Client, """{"secret":"rotated"}""");
        using var old = await simulator.LoginAsync();
        using var rotated = await simulator.LoginAsync(clientSecret: "rotated");
        using var call = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/users");

        Assert.DoesNotContain("rotated", (await change.JsonAsync()).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, old.StatusCode);
        Assert.Equal(HttpStatusCode.OK, rotated.StatusCode);
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
    }

    [Fact]
    public async Task PutClient_RevokeTokens_InvalidatesTokensAndSetsLifetime()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var change = await simulator.ControlAsync(HttpMethod.Put, Client, """{"revokeTokens":true,"tokenLifetime":300}""");
        using var refused = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/users");
        using var login = await simulator.LoginAsync();

        Assert.Equal(300, (await change.JsonAsync()).GetProperty("tokenLifetime").GetInt32());
        await refused.AssertRefusedAsync(HttpStatusCode.Unauthorized, "bad.credentials");
        Assert.Equal(300, (await login.JsonAsync()).GetProperty("expires_in").GetInt32());
    }

    [Fact]
    public async Task PutClient_NewScopes_ApplyToNewTokensOnly()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var old = await simulator.TokenAsync();
        using var change = await simulator.ControlAsync(HttpMethod.Put, Client, """{"scopes":[]}""");
        using var withOld = await simulator.CallAsync(old, HttpMethod.Get, "/api/v2/users");
        using var withNew = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, "/api/v2/users");

        Assert.Equal(HttpStatusCode.OK, withOld.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, withNew.StatusCode);
    }

    [Theory]
    [InlineData(Client, """{"name":"x"}""", 400)]
    [InlineData(Client, """{"secret":""}""", 400)]
    [InlineData(Client, """{"scopes":[1]}""", 400)]
    [InlineData(Client, """{"tokenLifetime":0}""", 400)]
    [InlineData(Client, "", 400)]
    [InlineData("clients/unknown", """{"revokeTokens":true}""", 404)]
    [InlineData("settings", """{"rateLimitAllowed":0}""", 400)]
    [InlineData("settings", """{"rateLimitWindow":0}""", 400)]
    [InlineData("settings", """{"ignoreEmailParameter":1}""", 400)]
    [InlineData("settings", """{"colour":1}""", 400)]
    [InlineData("nothing", """{}""", 404)]
    public async Task Put_InvalidInput_ReturnsErrorMessage(string path, string json, int status)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Put, path, json);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty((await response.JsonAsync()).Text("error"));
    }

    [Theory]
    [InlineData("conversations?latest=0")]
    [InlineData("conversations?latest=x")]
    public async Task GetConversations_InvalidLatest_Returns400(string path)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.ControlAsync(HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task PutSettings_IgnoreEmailParameter_AppliesToNextRequest()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var change = await simulator.ControlAsync(HttpMethod.Put, "settings", """{"ignoreEmailParameter":true}""");
        using var response = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/users?email=unknown@example.com");

        Assert.NotEmpty((await response.JsonAsync()).List("entities"));
    }

    [Fact]
    public async Task DeleteState_AfterChanges_KeepsClientsUsersAndSettings()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var settings = await simulator.ControlAsync(HttpMethod.Put, "settings", """{"rateLimitAllowed":1}""");
        using var client = await simulator.ControlAsync(HttpMethod.Put, Client, """{"secret":"rotated"}""");
        var token = await simulator.TokenAsync(clientSecret: "rotated");
        using var sent = await simulator.SendAsync(TestMessages.Text, token);
        using var fault = await simulator.ControlAsync(HttpMethod.Post, "faults", """{"match":"/","status":500}""");
        var before = (await simulator.ControlJsonAsync("conversations")).Items();

        using var cleared = await simulator.ControlAsync(HttpMethod.Delete, "state");

        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Empty((await simulator.ControlJsonAsync("requests")).Items());
        Assert.Empty((await simulator.ControlJsonAsync("faults")).Items());
        Assert.Empty(await simulator.MessagesAsync());
        Assert.NotEqual(before[1].Text("id"), (await simulator.ControlJsonAsync("conversations")).Items()[1].Text("id"));
        using var again = await simulator.SendAsync(TestMessages.Text, token);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
    }
}
