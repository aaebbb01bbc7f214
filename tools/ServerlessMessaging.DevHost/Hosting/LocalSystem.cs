using System.Net.Http.Json;
using System.Net.Sockets;
using Azure.Storage.Queues;
using Azure.Storage.Sas;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.DevHost.BotFlow;
using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.DevHost.Published;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The whole system on one machine, started in the order of dependencies and stopped in reverse order.</summary>
public sealed class LocalSystem : IAsyncDisposable
{
    // A fixed time, so that the URL is the same at every start with the same key.
    private static readonly DateTimeOffset SignatureExpiry = new(2099, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly Dictionary<string, string?> _settings = [];
    private LoopbackAzure? _azure;

    /// <summary>The address of the functions.</summary>
    public Uri Functions { get; private set; } = null!;

    /// <summary>The address of the simulator; null with a real organisation.</summary>
    public Uri? Simulator { get; private set; }

    /// <summary>The address of the simulator's vault; null with a real one.</summary>
    public Uri? Vault { get; private set; }

    /// <summary>The address of the bot flow; null with a real organisation.</summary>
    public Uri? BotFlow { get; private set; }

    /// <summary>The queue that receives the events instead of a bot flow; null when a bot flow receives them.</summary>
    public string? BotFlowQueue { get; private set; }

    /// <summary>The connection string of the storage account.</summary>
    public string Storage { get; private set; } = null!;

    /// <summary>The environment variables by which another program reaches vault and storage account; null when none are needed.</summary>
    public string? AzureAccess => _azure?.Access;

    /// <summary>The queues of the storage account.</summary>
    public QueueServiceClient Queues => _azure?.Queues ?? new(Storage);

    /// <summary>The queue of callers with a signature that allows to add messages, for programs without an account key.</summary>
    public Uri MessagesQueue => Queues.GetQueueClient("messages").GenerateSasUri(QueueSasPermissions.Add, SignatureExpiry);

    /// <summary>Starts what the options ask for.</summary>
    /// <exception cref="StartupException">Something cannot start.</exception>
    public static async Task<LocalSystem> StartAsync(
        DevHostOptions options, Action<ILoggingBuilder> log, Action<string> progress, CancellationToken cancellationToken)
    {
        var system = new LocalSystem();
        try
        {
            var vault = await system.StartServicesAsync(options, progress, cancellationToken);
            await system.StartBotFlowAsync(options, progress, cancellationToken);
            await (options.Published is null ? system.StartFunctionsAsync(options, vault, log, cancellationToken) : system.StartPublishedAsync(options, progress, cancellationToken));
            await system.SetWebhookUrlAsync(options, cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            await part.DisposeAsync();
        }
    }

    // Returns the vault that needs trust in code; null when the settings name one.
    private async Task<DevelopmentVault?> StartServicesAsync(DevHostOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        if (options is { Published: not null, NoSimulator: false })
        {
            _azure = await OnPortAsync(
                () => LoopbackAzure.StartAsync(options, progress, cancellationToken),
                [("--simulator-port", options.SimulatorPort), ("--vault-port", options.VaultPort), .. StoragePorts(options)]);
            _parts.Push(_azure);
            (Simulator, Vault, Storage) = (_azure.Simulator.Address, _azure.VaultAddress, _azure.Storage);
            Add(_azure.Settings);
            return null;
        }

        var vault = await StartSimulatorAsync(options, cancellationToken);
        Storage = options.Storage ?? await StartAzuriteAsync(options, progress, cancellationToken);
        Add(SystemSettings.StorageAccount(Storage));
        if (vault is not null)
        {
            Add(SystemSettings.Simulator(Simulator!, vault.Address));
        }

        return vault;
    }

    private void Add(Dictionary<string, string?> settings)
    {
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    private async Task<DevelopmentVault?> StartSimulatorAsync(DevHostOptions options, CancellationToken cancellationToken)
    {
        if (options.NoSimulator)
        {
            return null;
        }

        if (options.Join is { } address)
        {
            var joined = await RunningSimulator.FindAsync(address, cancellationToken);
            (Simulator, Vault) = (address, joined.Address);
            return joined;
        }

        var simulator = await OnPortAsync(
            () => GenesysSimulator.StartAsync(new SimulatorOptions { Port = options.SimulatorPort, VaultPort = options.VaultPort }, cancellationToken),
            ("--simulator-port", options.SimulatorPort),
            ("--vault-port", options.VaultPort));
        _parts.Push(simulator);
        (Simulator, Vault) = (simulator.Address, simulator.VaultAddress);
        return new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken);
    }

    private async Task<string> StartAzuriteAsync(DevHostOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var packages = await NodePackages.EnsureAsync(progress, cancellationToken);
        progress("Starting Azurite ...");
        var azurite = await OnPortAsync(
            () => AzuriteServer.StartAsync(packages, options.DataFolder, firstPort: options.StoragePort, cancellationToken: cancellationToken), [.. StoragePorts(options)]);
        _parts.Push(azurite);
        return azurite.ConnectionString();
    }

    private async Task StartBotFlowAsync(DevHostOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        if (options.NoSimulator || (options.BotFlow is null && HasOwnBotFlows()))
        {
            return;
        }

        if (options.BotFlow is null && options.Published is not null)
        {
            BotFlowQueue = LoopbackAzure.BotFlowQueue;
            Add(SystemSettings.BotFlow(BotFlowQueue));
            return;
        }

        BotFlow = options.BotFlow ?? await StartSampleAsync(progress, cancellationToken);
        Add(SystemSettings.BotFlow(BotFlow));
    }

    private async Task<Uri> StartSampleAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        var sample = await SampleBotFlow.StartAsync(progress, cancellationToken);
        _parts.Push(sample);
        return sample.Address;
    }

    private static bool HasOwnBotFlows() =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("BotFlows__", StringComparison.OrdinalIgnoreCase));

    // A joined simulator keeps its own webhook URL.
    private async Task SetWebhookUrlAsync(DevHostOptions options, CancellationToken cancellationToken)
    {
        if (options.NoSimulator || options.Join is not null)
        {
            return;
        }

        using var client = LoopbackClient.Create();
        using var response = await client.PutAsJsonAsync(
            new Uri(Simulator!, "/simulator/settings"), new { webhookUrl = new Uri(Functions, "/api/webhooks/genesys") }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task StartFunctionsAsync(
        DevHostOptions options, DevelopmentVault? vault, Action<ILoggingBuilder> log, CancellationToken cancellationToken)
    {
        try
        {
            var functions = await OnPortAsync(
                () => FunctionApp.StartAsync(
                    new() { Port = options.FunctionsPort, FunctionKey = options.FunctionKey, Settings = _settings, Logging = log }, vault, _ => { }, cancellationToken),
                ("--functions-port", options.FunctionsPort));
            _parts.Push(functions);
            Functions = functions.Address;
        }
        catch (Exception exception) when (SettingErrors.In(exception) is { Count: > 0 } faults)
        {
            var need = options.NoSimulator ? "A real organisation needs the settings KeyVault:Uri, Genesys:Region and Genesys:Clients:0:ClientId. " : string.Empty;
            throw new StartupException(need + string.Join(' ', faults), exception);
        }
    }

    private async Task StartPublishedAsync(DevHostOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        if (options.Demo)
        {
            _settings["AzureFunctionsJobHost:logging:logLevel:default"] = nameof(LogLevel.Warning);
        }

        var functions = await FunctionsHostProcess.StartAsync(options, _settings, log, cancellationToken);
        _parts.Push(functions);
        Functions = functions.Address;
    }

    private static IEnumerable<(string Option, int Port)> StoragePorts(DevHostOptions options) =>
        options.StoragePort == 0 ? [] : Enumerable.Range(options.StoragePort, AzuriteServer.PortCount).Select(port => ("--storage-port", port));

    private static async Task<T> OnPortAsync<T>(Func<Task<T>> start, params (string Option, int Port)[] ports)
    {
        try
        {
            return await start();
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            var named = string.Join(" or ", ports.Select(port => $"{port.Port} ({port.Option})"));
            throw new StartupException($"Port {named} is in use or not allowed. Stop the program that uses it, or choose another port, 0 for any free one.", exception);
        }
    }
}
