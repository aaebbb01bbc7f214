using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.Tools.Tests.Simulator;

public sealed class VaultWireTests
{
    private const string Secret = $"secrets/{DevelopmentValues.WebhookSecretName}";

    [Fact]
    public async Task GetSecret_TokenMissing_ReturnsChallenge()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        using var response = await CallAsync(simulator, vault, HttpMethod.Get, $"{Secret}?api-version=7.4", authorized: false);

        var challenge = Assert.Single(response.Headers.WwwAuthenticate);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", challenge.Scheme);
        Assert.Matches(
            """^authorization="https://login\.microsoftonline\.com/[0-9a-f-]+", resource="https://vault\.azure\.net"$""", challenge.Parameter);
    }

    [Theory]
    [InlineData("GET", Secret, null, 400, "BadParameter")]
    [InlineData("GET", $"{Secret}?api-version=1", null, 400, "BadParameter")]
    [InlineData("GET", "secrets/a_b?api-version=7.4", null, 400, "BadParameter")]
    [InlineData("GET", "secrets/a%0A?api-version=7.4", null, 400, "BadParameter")]
    [InlineData("GET", $"{Secret}/versions?api-version=7.4&maxresults=26", null, 400, "BadParameter")]
    [InlineData("GET", $"{Secret}/versions?api-version=7.4&$skiptoken=x", null, 400, "BadParameter")]
    [InlineData("GET", "keys/a?api-version=7.4", null, 404, "NotFound")]
    [InlineData("POST", $"{Secret}?api-version=7.4", "{}", 405, "MethodNotAllowed")]
    [InlineData("PUT", $"{Secret}?api-version=7.4", "{}", 400, "BadParameter")]
    [InlineData("PUT", $"{Secret}?api-version=7.4", """{"value":1}""", 400, "BadParameter")]
    [InlineData("PUT", $"{Secret}?api-version=7.4", """{"value":"a","colour":1}""", 400, "BadParameter")]
    [InlineData("PUT", $"{Secret}?api-version=7.4", """{"value":"a","tags":{"a":1}}""", 400, "BadParameter")]
    [InlineData("PUT", $"{Secret}?api-version=7.4", "{", 400, "BadParameter")]
    [InlineData("PATCH", $"{Secret}/0?api-version=7.4", """{"attributes":{"enabled":false}}""", 404, "SecretNotFound")]
    [InlineData("PATCH", $"{Secret}/0?api-version=7.4", """{"attributes":{"enabled":"no"}}""", 400, "BadParameter")]
    public async Task CallVault_InvalidRequest_ReturnsVaultError(string method, string path, string? json, int status, string code)
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        using var response = await CallAsync(simulator, vault, new HttpMethod(method), path, json);

        var error = (await response.JsonAsync()).GetProperty("error");
        Assert.Equal((status, code), ((int)response.StatusCode, error.Text("code")));
        Assert.NotEmpty(error.Text("message"));
        Assert.NotEmpty(response.Header("x-ms-request-id"));
    }

    [Fact]
    public async Task ListVersions_NameUnknown_ReturnsEmptyPage()
    {
        await using var simulator = await RunningSimulator.StartAsync();
        using var vault = new VaultCaller(simulator.Simulator);
        using var response = await CallAsync(simulator, vault, HttpMethod.Get, "secrets/nothing/versions?api-version=7.4");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty((await response.JsonAsync()).List("value"));
    }

    private static async Task<HttpResponseMessage> CallAsync(
        RunningSimulator simulator, VaultCaller vault, HttpMethod method, string path, string? json = null, bool authorized = true)
    {
        using var request = new HttpRequestMessage(method, new Uri(simulator.Simulator.VaultAddress, path));
        if (authorized)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", simulator.Simulator.VaultToken);
        }

        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        return await vault.Invoker.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
