using ServerlessMessaging.EndToEndTests.Callbacks;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.EndToEndTests.UntrustedInput;
using ServerlessMessaging.Telemetry;

namespace ServerlessMessaging.EndToEndTests.FaultMatrix;

/// <summary>Responses without an end: time and size are limited for every sender.</summary>
[Trait("Fault", "F7")]
public sealed class EndlessResponsesTests(UnexpectedGenesys genesys) : IClassFixture<UnexpectedGenesys>
{
    // What was read, and the buffers of the machine.
    private const long MaxOverhead = 16 * 1024 * 1024;

    private static readonly Dictionary<string, RawResponse> Endless = new()
    {
        ["a body that trickles"] = RawResponses.Trickle("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        ["a long body that trickles"] = RawResponses.Trickle("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"),
        ["a body without an end"] = RawResponses.Flood("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", " "),
        ["50 MB"] = RawResponses.Flood($"HTTP/1.1 200 OK\r\nContent-Length: {50 * 1024 * 1024}\r\n\r\n", " ", megabytes: 50),
        ["50 MB in a few KB"] = RawResponses.Create("200 OK\r\nContent-Encoding: gzip", RawResponses.Bomb),
    };

    public static TheoryData<string> Names => [.. Endless.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendMessage_EndlessResponse_IsAccepted(string what)
    {
        var before = genesys.Server.Written;
        genesys.Server.Next(UnexpectedGenesys.Channel, Endless[what]);

        var (id, response) = await genesys.SendAsync();

        Assert.Equal(200, response.Status);
        Assert.Equal(1, genesys.Posts(id));
        Assert.InRange(genesys.Server.Written - before, 1, MaxOverhead);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendMessage_EndlessLogin_DelaysOneAttemptOnly(string what) => await AssertWaitsAsync(UnexpectedGenesys.Login, what);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task SendMessage_EndlessLookUp_DelaysOneAttemptOnly(string what) => await AssertWaitsAsync(UnexpectedGenesys.LookUp, what);

    [Fact]
    public async Task DeliverCallback_EndlessResponse_IsBoundedInTimeAndSize()
    {
        await using var flow = new RawServer(_ => RawResponses.Create("204 No Content"));
        await using var callbacks = await CallbackSystem.StartAsync(await TestFlow.StartAsync(), ("BotFlows:approvals:Url", flow.Address.ToString()), ("BotFlows:approvals:Actions:0", "approve"));
        var delivered = 0;
        foreach (var response in Endless.Values)
        {
            flow.Next("/", response);
            Assert.Equal(200, await callbacks.ReceiveSignedAsync(CallbackSystem.Inbound($"m-{delivered}", "Approve", """{"action":"approve"}""")));
            await callbacks.Bridge.Log.WaitAsync(EventIds.CallbackDelivered, ++delivered);
        }

        // Two of them timed out, and were delivered at the second attempt.
        Assert.Equal(Endless.Count + 2, flow.Requests.Count);
        Assert.InRange(flow.Written, 1, Endless.Count * MaxOverhead);
    }

    private async Task AssertWaitsAsync(string path, string what)
    {
        var before = genesys.Server.Written;
        genesys.Server.Next(path, Endless[what]);

        await genesys.AssertWaitsAsync();

        Assert.InRange(genesys.Server.Written - before, 1, MaxOverhead);
    }
}
