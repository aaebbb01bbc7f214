using System.Net;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class HttpKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_FunctionAndMasterKey_AllowTheirLevels()
    {
        await using var sut = await TestHost.StartAsync(new(), new() { FunctionKey = "secret", MasterKey = "master" });

        (string Path, string? Header, HttpStatusCode Expected)[] requests =
        [
            ("keyed", null, HttpStatusCode.Unauthorized),
            ("keyed", "wrong", HttpStatusCode.Unauthorized),
            ("keyed", "SECRET", HttpStatusCode.Unauthorized),
            ("keyed", "secret", HttpStatusCode.OK),
            ("keyed", "master", HttpStatusCode.OK),
            ("keyed?code=secret", null, HttpStatusCode.OK),
            ("keyed?code=", null, HttpStatusCode.Unauthorized),
            ("keyed?code=wrong", "secret", HttpStatusCode.OK),
            ("keyed?code=secret", "wrong", HttpStatusCode.Unauthorized),
            ("administer", "secret", HttpStatusCode.Unauthorized),
            ("administer?code=master", null, HttpStatusCode.OK),
            ("call", null, HttpStatusCode.OK),
            ("call", "wrong", HttpStatusCode.OK),
        ];

        foreach (var (path, header, expected) in requests)
        {
            using var response = await GetAsync(sut, path, header);
            Assert.True(expected == response.StatusCode, $"{path} with key {header ?? "(none)"}: {response.StatusCode}");
            Assert.True(expected == HttpStatusCode.OK || (await response.Content.ReadAsStringAsync(Cancellation)).Length == 0);
        }
    }

    [Theory]
    [InlineData("keyed", "wrong-key", "Keyed", "wrong")]
    [InlineData("keyed?code=wrong-key", null, "Keyed", "wrong")]
    [InlineData("keyed", null, "Keyed", "no function key")]
    [InlineData("administer", "local", "Administer", "wrong")]
    public async Task Get_KeyMissingOrWrong_LogsOneLineWithTheRemedy(string path, string? key, string function, string reason)
    {
        await using var sut = await TestHost.StartAsync(new());

        using var response = await GetAsync(sut, path, key);

        var line = await sut.Log.WaitForAsync(line => line.EventId == 9013);
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains($"function {function} refused", line.Text, StringComparison.Ordinal);
        Assert.Contains(reason, line.Text, StringComparison.Ordinal);
        Assert.Contains("x-functions-key", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-key", line.Text, StringComparison.Ordinal);
        Assert.Single(sut.Log.Lines, other => other.EventId == 9013);
    }

    private static async Task<HttpResponseMessage> GetAsync(TestHost sut, string path, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/app/v1/{path}");
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await sut.Http.SendAsync(request, Cancellation);
    }
}
