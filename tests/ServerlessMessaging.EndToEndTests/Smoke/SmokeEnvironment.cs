using Azure.Storage.Queues;
using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Published;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Smoke;

/// <summary>The published function app with identity endpoint, vault and storage under the names and protocols of Azure, and the simulator as Genesys Cloud.</summary>
public sealed class SmokeEnvironment : IAsyncLifetime
{
    private LoopbackAzure _azure = null!;

    /// <summary>The published folder.</summary>
    public string Folder { get; private set; } = null!;

    internal SimulatorControl Control { get; private set; } = null!;

    /// <summary>A host that runs the published function app for all tests.</summary>
    internal SmokeHost Host { get; private set; } = null!;

    /// <summary>The storage account's queues, as another application sees them.</summary>
    public QueueServiceClient Queues => _azure.Queues;

    public async ValueTask InitializeAsync()
    {
        if (!LoopbackAzure.IsSupported)
        {
            return;
        }

        var publish = PublishedFunctionApp.FolderAsync();
        _azure = await LoopbackAzure.StartAsync(new DevHostOptions { SimulatorPort = 0, VaultPort = 0 }, _ => { }, TestContext.Current.CancellationToken);
        Control = new SimulatorControl(_azure.Simulator.Address);
        Folder = await publish;
        Host = await StartHostAsync();
    }

    /// <summary>Starts a host of the published function app.</summary>
    internal Task<SmokeHost> StartHostAsync() => SmokeHost.StartAsync(
        Folder, SystemSettings.ToEnvironment([.. _azure.Settings, .. SystemSettings.BotFlow(LoopbackAzure.BotFlowQueue)]));

    public async ValueTask DisposeAsync()
    {
        // Parts that failed to start are null.
        foreach (var part in new IAsyncDisposable?[] { Host, _azure }.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }

        Control?.Dispose();
        if (Host is not null)
        {
            Assert.Empty(_azure.Refused);
            Assert.All(
                [DevelopmentValues.ClientSecret, DevelopmentValues.WebhookSecret, _azure.Simulator.IdentityHeader],
                secret => Assert.DoesNotContain(secret, Host.Process.Output + Host.Process.Errors, StringComparison.Ordinal));
        }
    }
}
