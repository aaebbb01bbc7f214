using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Telemetry;

/// <summary>The console of the Functions host.</summary>
public sealed class HostLogTests
{
    [Fact]
    public async Task SendMessage_NoConnectionString_HostLogsWhatTheAppLogs()
    {
        await using var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        var vault = new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken);
        using var log = new TestLog();
        await using var functions = await FunctionApp.StartAsync(
            new()
            {
                Settings = SystemSettings.StorageAccount(await TestStorage.NewAccountAsync()).Concat(SystemSettings.Simulator(simulator.Address, simulator.VaultAddress)).ToDictionary(),
                FunctionKey = TestSystem.FunctionKey,
                Logging = logging => logging.AddProvider(log),
                ReadLocalSettings = false,
            },
            vault,
            _ => { },
            TestContext.Current.CancellationToken);
        using var http = LoopbackClient.Create();
        http.DefaultRequestHeaders.Add("x-functions-key", TestSystem.FunctionKey);

        using var body = new StringContent(SendRequests.WithId("invoice-1001"), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(functions.Address, "/api/messages"), body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Eventually.GetAsync(() => Task.FromResult(log.Text), text => text.Contains("Request invoice-1001 sent over route", StringComparison.Ordinal), text => text);
    }
}
