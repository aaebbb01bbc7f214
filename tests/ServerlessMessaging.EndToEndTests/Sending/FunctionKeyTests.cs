using ServerlessMessaging.EndToEndTests.Infrastructure;

namespace ServerlessMessaging.EndToEndTests.Sending;

public sealed class FunctionKeyTests : IAsyncLifetime
{
    private TestSystem _system = null!;

    public async ValueTask InitializeAsync() => _system = await TestSystem.StartAsync();

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    [Theory]
    [InlineData("/api/messages", 401)]
    [InlineData("/api/messages?code=wrong", 401)]
    [InlineData($"/api/messages?code={TestSystem.FunctionKey}", 200)]
    [InlineData("/api/messages/preview", 401)]
    public async Task HttpFunction_FunctionKey_IsRequired(string path, int status)
    {
        using var content = new StringContent(SendRequests.Text, System.Text.Encoding.UTF8, "application/json");

        using var response = await _system.Http.PostAsync(path, content, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, (await _system.Control.MessagesAsync()).Count);
    }
}
