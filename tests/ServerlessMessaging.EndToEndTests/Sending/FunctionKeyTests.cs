using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

public sealed class FunctionKeyTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("POST", "/api/messages", 401)]
    [InlineData("POST", "/api/messages?code=wrong", 401)]
    [InlineData("POST", $"/api/messages?code={TestSystem.FunctionKey}", 200)]
    [InlineData("POST", "/api/messages/preview", 401)]
    [InlineData("POST", "/api/messages/batch", 401)]
    [InlineData("GET", "/api/messages/any", 401)]
    [InlineData("GET", "/api/operator/dead-letters", 401)]
    [InlineData("DELETE", "/api/operator/dead-letters?id=a", 401)]
    [InlineData("POST", "/api/operator/dead-letters/replay?id=a", 401)]
    public async Task HttpFunction_FunctionKey_IsRequired(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = method == "POST" ? new StringContent(SendRequests.Text, System.Text.Encoding.UTF8, "application/json") : null;

        using var response = await _system.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, (await _system.Control.MessagesAsync()).Count);
    }
}
