using System.Net;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ApiAccessTests
{
    private const string Users = "/api/v2/users";

    [Theory]
    [InlineData(null, "authentication.required")]
    [InlineData("unknown", "bad.credentials")]
    public async Task CallApi_TokenMissingOrUnknown_Returns401(string? token, string code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(token, HttpMethod.Get, Users);

        await response.AssertRefusedAsync(HttpStatusCode.Unauthorized, code);
    }

    [Fact]
    public async Task CallApi_TokenExpired_Returns401()
    {
        var clock = new FakeTimeProvider();
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, TimeProvider = clock, TokenLifetime = TimeSpan.FromMinutes(5) });
        var token = await simulator.TokenAsync();

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        using var beforeExpiry = await simulator.CallAsync(token, HttpMethod.Get, Users);
        Assert.Equal(HttpStatusCode.OK, beforeExpiry.StatusCode);

        clock.Advance(TimeSpan.FromTicks(1));
        using var afterExpiry = await simulator.CallAsync(token, HttpMethod.Get, Users);
        await afterExpiry.AssertRefusedAsync(HttpStatusCode.Unauthorized, "credentials.expired");
    }

    [Fact]
    public async Task GetTokenInfo_AnyScope_NamesTheOrganizationOfTheClient()
    {
        const string TokenInfo = "/api/v2/tokens/me";
        await using var simulator = await RunningSimulator.StartAsync();
        using var refused = await simulator.CallAsync(null, HttpMethod.Get, TokenInfo);
        await refused.AssertRefusedAsync(HttpStatusCode.Unauthorized, "authentication.required");

        using var before = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, TokenInfo);
        using var change = await simulator.ControlAsync(HttpMethod.Put, $"clients/{DevelopmentValues.ClientId}", """{"organizationId":"org-2","scopes":[]}""");
        using var after = await simulator.CallAsync(await simulator.TokenAsync(), HttpMethod.Get, TokenInfo);

        Assert.Equal(DevelopmentValues.OrganizationId, (await before.JsonAsync()).GetProperty("organization").Text("id"));
        Assert.Equal("org-2", (await change.JsonAsync()).Text("organizationId"));
        Assert.Equal("org-2", (await after.JsonAsync()).GetProperty("organization").Text("id"));
    }

    [Theory]
    [InlineData("openmessaging:send", Users, "GET", "users:read")]
    [InlineData("openmessaging:send", "/api/v2/users/search", "POST", "users:read")]
    [InlineData("users:read", RunningSimulator.SendPath, "POST", "openmessaging:send")]
    [InlineData("openmessaging:send", RunningSimulator.EventsPath, "POST", "messaging:send")]
    [InlineData("messaging:send", RunningSimulator.AgentlessPath, "POST", "conversation:message:create")]
    [InlineData("conversation:message:create", RunningSimulator.BotPath, "POST", "integration:botconnector:send")]
    public async Task CallApi_ScopeMissing_Returns403WithScope(string granted, string path, string method, string missing)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var change = await simulator.ControlAsync(
            HttpMethod.Put, "clients/local-client", $$"""{"scopes":["{{granted}}"]}""");
        using var response = await simulator.CallAsync(await simulator.TokenAsync(), new HttpMethod(method), path, "{}");

        var body = await response.AssertRefusedAsync(HttpStatusCode.Forbidden, "missing.permissions");
        Assert.Contains(missing, body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallApi_PathOrMethodUnknown_ReturnsApiError()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        var token = await simulator.TokenAsync();
        using var unknown = await simulator.CallAsync(token, HttpMethod.Get, "/api/v2/nothing");
        using var elsewhere = await simulator.CallAsync(null, HttpMethod.Get, "/nothing");
        using var wrong = await simulator.CallAsync(token, HttpMethod.Delete, Users);

        await unknown.AssertRefusedAsync(HttpStatusCode.NotFound, "not.found");
        await elsewhere.AssertRefusedAsync(HttpStatusCode.NotFound, "not.found");
        await wrong.AssertRefusedAsync(HttpStatusCode.MethodNotAllowed, "method.not.allowed");
    }
}
