using System.Net;
using Azure;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class ManagedIdentityTests
{
    private const string Vault = "https://vault.azure.net";
    private const string Storage = "https://storage.azure.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetToken_KnownIdentity_ReturnsAppServiceResponse()
    {
        var clock = new FakeTimeProvider();
        await using var simulator = await StartAsync(clock);
        using var response = await GetTokenAsync(simulator, Storage);

        var body = await response.JsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["access_token", "client_id", "expires_on", "resource", "token_type"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            (DevelopmentValues.IdentityClientId, $"{clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds()}", Storage, "Bearer"),
            (body.Text("client_id"), body.Text("expires_on"), body.Text("resource"), body.Text("token_type")));
    }

    // What Azurite checks of a token, too.
    [Fact]
    public async Task GetToken_KnownIdentity_IssuesEntraIdJwt()
    {
        var clock = new FakeTimeProvider();
        await using var simulator = await StartAsync(clock);
        var token = new JsonWebToken(await TokenAsync(simulator, Storage));

        var now = clock.GetUtcNow().UtcDateTime;
        Assert.StartsWith("https://sts.windows.net/", token.Issuer, StringComparison.Ordinal);
        Assert.Equal([Storage], token.Audiences);
        Assert.Equal((now, now, now.AddHours(24)), (token.IssuedAt, token.ValidFrom, token.ValidTo));
        Assert.Equal(DevelopmentValues.IdentityClientId, token.GetClaim("appid").Value);
    }

    [Fact]
    public async Task GetSecret_TokenForVault_SucceedsUntilExpiry()
    {
        var clock = new FakeTimeProvider();
        await using var simulator = await StartAsync(clock);
        using var vault = new VaultCaller(simulator.Simulator, await TokenAsync(simulator, Vault));

        clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        Assert.Equal(DevelopmentValues.WebhookSecret, (await vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation)).Value.Value);

        clock.Advance(TimeSpan.FromTicks(1));
        await AssertRefusedAsync(vault);
    }

    [Fact]
    public async Task GetSecret_TokenForStorage_Returns401()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator, await TokenAsync(simulator, Storage));

        await AssertRefusedAsync(vault);
    }

    [Fact]
    public async Task GetSecret_TokenOfAnotherSimulator_Returns401()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await using var other = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator, await TokenAsync(other, Vault));

        await AssertRefusedAsync(vault);
    }

    [Theory]
    [InlineData("2017-09-01", Vault, DevelopmentValues.IdentityClientId)]
    [InlineData("2019-08-01", "vault", DevelopmentValues.IdentityClientId)]
    [InlineData("2019-08-01", null, DevelopmentValues.IdentityClientId)]
    [InlineData("2019-08-01", Vault, "00000000-0000-0000-0000-00000000000b")]
    [InlineData("2019-08-01", Vault, null)]
    public async Task GetToken_WrongQuery_Returns400(string version, string? resource, string? clientId)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await GetTokenAsync(simulator, resource, clientId, version);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task GetToken_WrongHeader_Returns401(string header)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var response = await GetTokenAsync(simulator, Vault, header: header);

        await AssertErrorAsync(response, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task GetRequests_AfterGetToken_OmitsIdentityHeader()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        await TokenAsync(simulator, Vault);

        var request = Assert.Single((await simulator.ControlJsonAsync("requests")).Items());
        Assert.Contains("/msi/token?", request.Text("path"), StringComparison.Ordinal);
        Assert.DoesNotContain(simulator.Simulator.IdentityHeader, request.ToString(), StringComparison.Ordinal);
    }

    private static Task<RunningSimulator> StartAsync(FakeTimeProvider clock) =>
        RunningSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0, TimeProvider = clock });

    private static async Task<string> TokenAsync(RunningSimulator simulator, string resource)
    {
        using var response = await GetTokenAsync(simulator, resource);
        return (await response.JsonAsync()).Text("access_token");
    }

    private static async Task<HttpResponseMessage> GetTokenAsync(
        RunningSimulator simulator, string? resource, string? clientId = DevelopmentValues.IdentityClientId, string version = "2019-08-01", string? header = null)
    {
        var address = QueryHelpers.AddQueryString(
            simulator.Simulator.IdentityEndpoint.ToString(), new Dictionary<string, string?> { ["api-version"] = version, ["resource"] = resource, ["client_id"] = clientId });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-IDENTITY-HEADER", header ?? simulator.Simulator.IdentityHeader);
        return await simulator.Http.SendAsync(request, Cancellation);
    }

    private static async Task AssertRefusedAsync(VaultCaller vault)
    {
        var refusal = await Assert.ThrowsAsync<RequestFailedException>(() => vault.Secrets.GetSecretAsync(DevelopmentValues.WebhookSecretName, cancellationToken: Cancellation));
        Assert.Equal((401, "Unauthorized"), (refusal.Status, refusal.ErrorCode));
    }

    private static async Task AssertErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var error = await response.JsonAsync();
        Assert.Equal((status, (int)status), (response.StatusCode, error.GetProperty("statusCode").GetInt32()));
        Assert.NotEmpty(error.Text("message"));
    }
}
