using System.Net;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class HttpRoutingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "/app/v1/echo", 207)]
    [InlineData("PATCH", "/app/v1/ECHO", 207)]
    [InlineData("GET", "/app/v1/keyed?code=local", 200)]
    [InlineData("POST", "/app/v1/keyed?code=local", 404)]
    [InlineData("HEAD", "/app/v1/keyed?code=local", 404)]
    [InlineData("GET", "/api/echo", 404)]
    [InlineData("GET", "/app/v1/nothing", 404)]
    [InlineData("GET", "/app/v1/items/a/not-a-number", 404)]
    [InlineData("GET", "/admin/nothing", 404)]
    public async Task Request_MethodAndPath_SelectFunctionOrReturn404(string method, string path, int expected)
    {
        await using var sut = await TestHost.StartAsync(new());

        using var response = await sut.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);

        Assert.Equal(expected, (int)response.StatusCode);
        if (expected == 404)
        {
            Assert.Empty(await response.Content.ReadAsStringAsync(Cancellation));
        }
    }

    [Theory]
    [InlineData("/app/v1/items/a%20b%2Fc/42/friday", "a b%2Fc 42 friday a b%2Fc")]
    [InlineData("/app/v1/items/x/-1", "x -1 none x")]
    [InlineData("/app/v1/items/special/7", "special 7")]
    public async Task Request_RouteValues_AreForwarded(string path, string expected)
    {
        await using var sut = await TestHost.StartAsync(new());

        Assert.Equal(expected, await sut.Http.GetStringAsync(path, Cancellation));
    }

    [Fact]
    public async Task Request_Root_ReturnsStartPage()
    {
        await using var sut = await TestHost.StartAsync(new());

        using var response = await sut.Http.GetAsync("/", Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
