using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

public sealed class ServerTests
{
    [Fact]
    public async Task Takes_A_Free_Port_And_Says_Which()
    {
        await using var first = await RuntimeHost.StartAsync([typeof(Locked)]);
        await using var second = await RuntimeHost.StartAsync([typeof(Locked)]);

        Assert.Equal((Uri.UriSchemeHttp, "127.0.0.1"), (first.Address.Scheme, first.Address.Host));
        Assert.DoesNotContain(0, new[] { first.Address.Port, second.Address.Port });
        Assert.NotEqual(first.Address.Port, second.Address.Port);
    }

    [Theory]
    [InlineData("urls=http://*:0")]
    [InlineData("http_ports=0")]
    [InlineData("Kestrel:Endpoints:Wide:Url=http://*:0")]
    public async Task Binds_To_Loopback_Whatever_The_Settings_Say(string setting)
    {
        await using var sut = await RuntimeHost.StartAsync([typeof(Locked)], settings: setting);

        var addresses = sut.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(new Uri(Assert.Single(addresses)).Host)));
    }

    [Fact]
    public async Task A_Port_In_Use_Is_An_Io_Error_That_Names_It()
    {
        await using var first = await RuntimeHost.StartAsync([typeof(Locked)]);
        var port = first.Address.Port;

        var exception = await Assert.ThrowsAsync<IOException>(() => RuntimeHost.StartAsync([typeof(Locked)], settings: $"LocalRuntime:Port={port}"));

        Assert.Contains($"http://127.0.0.1:{port}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Queue_Functions_No_Storage_Is_Needed()
    {
        await using var sut = await RuntimeHost.StartAsync([typeof(Unnamed)], settings: "AzureWebJobsStorage=");

        Assert.Equal("GET", await sut.Client().GetStringAsync("/api/unnamed", TestContext.Current.CancellationToken));
    }
}
