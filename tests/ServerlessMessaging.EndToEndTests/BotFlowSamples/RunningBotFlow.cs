using System.Net;
using System.Text.Json;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

/// <summary>A running sample and a client of it.</summary>
internal sealed class RunningBotFlow : IAsyncDisposable
{
    private readonly HttpClient _http = LoopbackClient.Create();

    private RunningBotFlow(BotFlowProcess process, Uri address)
    {
        Process = process;
        _http.BaseAddress = address;
    }

    public BotFlowProcess Process { get; }

    public static async Task<RunningBotFlow> StartAsync(string sample, string secrets = SignedEvent.Secret)
    {
        var process = BotFlowProcess.Start(sample, ("BOT_FLOW_SECRET", secrets));
        return new RunningBotFlow(process, await process.AddressAsync());
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(SignedEvent signed, string path = "/")
    {
        using var request = signed.Request(path);
        return await SendAsync(request);
    }

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The text of its reply.</summary>
    public async Task<string?> ReplyAsync(SignedEvent signed)
    {
        var (status, body) = await SendAsync(signed);
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        var reply = json.RootElement.GetProperty("reply");
        Assert.Equal("text", reply.GetProperty("type").GetString());
        return reply.GetProperty("text").GetString();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }
}
