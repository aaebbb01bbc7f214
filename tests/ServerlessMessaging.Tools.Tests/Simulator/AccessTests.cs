using System.Net;
using Microsoft.Extensions.Time.Testing;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class AccessTests
{
    private const string Users = "/api/v2/users";

    [Fact]
    public async Task Without_a_token_nothing_is_answered()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync(null, HttpMethod.Get, Users);

        await response.AssertRefusedAsync(HttpStatusCode.Unauthorized, "authentication.required");
    }

    [Fact]
    public async Task A_token_that_nobody_issued_is_refused()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await simulator.CallAsync("made-up", HttpMethod.Get, Users);

        await response.AssertRefusedAsync(HttpStatusCode.Unauthorized, "bad.credentials");
    }

    [Fact]
    public async Task A_token_dies_with_its_lifetime()
    {
        var clock = new FakeTimeProvider();
        await using var simulator = await RunningSimulator.StartAsync(
            new SimulatorOptions { Port = 0, VaultPort = 0, TimeProvider = clock, TokenLifetime = TimeSpan.FromMinutes(5) });
        var token = await simulator.TokenAsync();

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        using var alive = await simulator.CallAsync(token, HttpMethod.Get, Users);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);

        clock.Advance(TimeSpan.FromTicks(1));
        using var dead = await simulator.CallAsync(token, HttpMethod.Get, Users);
        await dead.AssertRefusedAsync(HttpStatusCode.Unauthorized, "credentials.expired");
    }

    [Theory]
    [InlineData("openmessaging:send", Users, "GET", "users:read")]
    [InlineData("openmessaging:send", "/api/v2/users/search", "POST", "users:read")]
    [InlineData("users:read", RunningSimulator.SendPath, "POST", "openmessaging:send")]
    [InlineData("openmessaging:send", RunningSimulator.EventsPath, "POST", "messaging:send")]
    [InlineData("messaging:send", RunningSimulator.AgentlessPath, "POST", "conversation:message:create")]
    [InlineData("conversation:message:create", RunningSimulator.BotPath, "POST", "integration:botconnector:send")]
    public async Task A_missing_scope_is_named(string granted, string path, string method, string missing)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var change = await simulator.ControlAsync(
            HttpMethod.Put, "clients/local-client", $$"""{"scopes":["{{granted}}"]}""");
        using var response = await simulator.CallAsync(await simulator.TokenAsync(), new HttpMethod(method), path, "{}");

        var body = await response.AssertRefusedAsync(HttpStatusCode.Forbidden, "missing.permissions");
        Assert.Contains(missing, body.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_paths_and_wrong_methods_are_refused_in_the_same_words()
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
