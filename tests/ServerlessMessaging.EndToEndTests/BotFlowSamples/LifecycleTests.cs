using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMessaging.EndToEndTests.BotFlowSamples;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData("node", "TERM")]
    [InlineData("node", "INT")]
    [InlineData("dotnet", "TERM")]
    [InlineData("dotnet", "INT")]
    public async Task Signal_RunningBotFlow_EndsWithExitCodeZero(string sample, string signal)
    {
        await using var flow = await RunningBotFlow.StartAsync(sample);

        using var probe = new HttpRequestMessage(HttpMethod.Get, "/");
        Assert.Equal((HttpStatusCode.OK, "ok"), await flow.SendAsync(probe));
        using var put = new HttpRequestMessage(HttpMethod.Put, "/");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, ""), await flow.SendAsync(put));

        using var kill = Process.Start("kill", [$"-{signal}", flow.Process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.Equal(0, await flow.Process.ExitAsync());
        Assert.Empty(flow.Process.Errors);
    }

    [Theory]
    [InlineData("node", "")]
    [InlineData("node", "correct-horse-battery-staple-and-more")]
    [InlineData("node", "whsec_c2hvcnQ=")]
    [InlineData("node", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("node", SignedEvent.Secret + " whsec_c2hvcnQ=")]
    [InlineData("dotnet", "")]
    [InlineData("dotnet", "correct-horse-battery-staple-and-more")]
    [InlineData("dotnet", "whsec_c2hvcnQ=")]
    [InlineData("dotnet", "whsec_!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("dotnet", SignedEvent.Secret + " whsec_c2hvcnQ=")]
    public async Task Start_MissingOrMalformedSecret_ExitsWithOneLine(string sample, string secret)
    {
        await using var flow = BotFlowProcess.Start(sample, ("BOT_FLOW_SECRET", secret));

        Assert.Equal(1, await flow.ExitAsync());
        Assert.Equal("BOT_FLOW_SECRET must be whsec_ and the Base64 of 24 to 64 bytes; several are separated by a space.", flow.Errors);
    }

    [Theory]
    [InlineData("node", "PORT", "many", "PORT must be a number from 0 to 65535.")]
    [InlineData("node", "PORT", "65536", "PORT must be a number from 0 to 65535.")]
    [InlineData("node", "HOST", "example.com", "HOST must be an IP address.")]
    [InlineData("dotnet", "PORT", "many", "PORT must be a number from 0 to 65535.")]
    [InlineData("dotnet", "PORT", "65536", "PORT must be a number from 0 to 65535.")]
    [InlineData("dotnet", "HOST", "example.com", "HOST must be an IP address.")]
    public async Task Start_MalformedAddress_ExitsWithOneLine(string sample, string name, string value, string line)
    {
        await using var flow = BotFlowProcess.Start(sample, ("BOT_FLOW_SECRET", SignedEvent.Secret), (name, value));

        Assert.Equal(1, await flow.ExitAsync());
        Assert.Equal(line, flow.Errors);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("dotnet")]
    public async Task Start_PortInUse_ExitsWithOneLine(string sample)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        await using var flow = BotFlowProcess.Start(sample, ("BOT_FLOW_SECRET", SignedEvent.Secret), ("PORT", port));

        Assert.Equal(1, await flow.ExitAsync());
        Assert.Matches($"^The bot flow cannot listen on .*{port}.*$", flow.Errors);
    }
}
