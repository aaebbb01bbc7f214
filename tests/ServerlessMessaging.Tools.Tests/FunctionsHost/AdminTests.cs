using System.Net;
using System.Text;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

public sealed class AdminTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_TimerFunction_RunsItNow()
    {
        var tick = new TaskCompletionSource();
        await using var sut = await TestHost.StartAsync(new()
        {
            OnTick = _ =>
            {
                tick.SetResult();
                return Task.CompletedTask;
            },
        });

        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(sut, "tick", "{}", "local-master"));

        await tick.Task.WaitAsync(TestHost.WaitTimeout, Cancellation);
    }

    [Fact]
    public async Task Post_QueueFunction_RunsItWithInput()
    {
        var text = new TaskCompletionSource<string>();
        await using var sut = await TestHost.StartAsync(new()
        {
            OnText = body =>
            {
                text.SetResult(body);
                return Task.CompletedTask;
            },
        });

        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(sut, "Texts", """{ "input": "by hand" }""", "local-master"));

        Assert.Equal("by hand 0", await text.Task.WaitAsync(TestHost.WaitTimeout, Cancellation));
    }

    // The extension creates a message without an id, which the worker refuses, as under the official host.
    [Fact]
    public async Task Post_FunctionOfWholeMessage_FailsInTheBackground()
    {
        await using var sut = await TestHost.StartAsync(new());

        Assert.Equal(HttpStatusCode.Accepted, await StartAsync(sut, "Orders", """{ "input": "by hand" }""", "local-master"));

        var line = await sut.Log.WaitForAsync(line => line.EventId == 9005);
        Assert.Contains("MessageId", line.Exception?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Tick", "{}", null, HttpStatusCode.Unauthorized)]
    [InlineData("Tick", "{}", "local", HttpStatusCode.Unauthorized)]
    [InlineData("Nothing", "{}", "local-master", HttpStatusCode.NotFound)]
    [InlineData("Call", "{}", "local-master", HttpStatusCode.BadRequest)]
    [InlineData("Tick", "null", "local-master", HttpStatusCode.BadRequest)]
    [InlineData("Tick", "no json", "local-master", HttpStatusCode.BadRequest)]
    public async Task Post_UnauthorizedOrInvalid_DoesNotRunFunction(string function, string body, string? key, HttpStatusCode expected)
    {
        var ran = false;
        await using var sut = await TestHost.StartAsync(new()
        {
            OnTick = _ =>
            {
                ran = true;
                return Task.CompletedTask;
            },
        });

        Assert.Equal(expected, await StartAsync(sut, function, body, key));

        await sut.DisposeAsync();
        Assert.False(ran);
    }

    private static async Task<HttpStatusCode> StartAsync(TestHost sut, string function, string body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{function}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        using var response = await sut.Http.SendAsync(request, Cancellation);
        return response.StatusCode;
    }
}
