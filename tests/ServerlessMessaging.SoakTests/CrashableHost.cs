using ServerlessMessaging.EndToEndTests.Crash;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.SoakTests;

/// <summary>The functions as a process that may be killed at any moment, on a simulator and a storage account that stay.</summary>
internal sealed class CrashableHost : IAsyncDisposable
{
    private readonly GenesysSimulator _simulator;
    private readonly string _onUnknownOutcome;
    private FunctionsProcess _process = null!;

    private CrashableHost(GenesysSimulator simulator, string storage, string onUnknownOutcome)
    {
        (_simulator, _onUnknownOutcome) = (simulator, onUnknownOutcome);
        Control = new SimulatorControl(simulator.Address);
        Storage = new TestQueues(storage);
        Records = new TestRecords(Storage.Tables);
    }

    public SimulatorControl Control { get; }

    public TestQueues Storage { get; }

    public TestRecords Records { get; }

    /// <summary>The address of the running process, or of the last one.</summary>
    public Uri Address => Volatile.Read(ref _process).Address;

    public string Output => _process.Output;

    /// <summary>Starts all of it, with a rate limit that is never reached.</summary>
    public static async Task<CrashableHost> StartAsync(string onUnknownOutcome)
    {
        var options = new SimulatorOptions { Port = 0, VaultPort = 0, RateLimitAllowed = 1_000_000 };
        var simulator = await GenesysSimulator.StartAsync(options, TestContext.Current.CancellationToken);
        var functions = new CrashableHost(simulator, await TestStorage.NewAccountAsync(), onUnknownOutcome);
        try
        {
            await functions.StartProcessAsync();
            return functions;
        }
        catch
        {
            await functions.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the process (SIGKILL) and starts another.</summary>
    public async Task KillAsync()
    {
        await _process.DisposeAsync();
        await StartProcessAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _simulator.DisposeAsync();
        Control.Dispose();
    }

    private async Task StartProcessAsync() => Volatile.Write(ref _process, await FunctionsProcess.StartAsync(
        _simulator.Address,
        Storage.ConnectionString,
        _onUnknownOutcome,
        ("Sending__FirstDeferral", "00:00:00.5"),
        ("Sending__MaxDeferral", "00:00:02"),
        ("Queues__RequeueDelay", "00:00:01"),
        ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:01")));
}
