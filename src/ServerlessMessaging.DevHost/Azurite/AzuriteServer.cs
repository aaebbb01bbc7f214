using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using ServerlessMessaging.DevHost.Hosting;

namespace ServerlessMessaging.DevHost.Azurite;

/// <summary>The storage emulator as a child process on free ports. It ends with its parent, however the parent ends.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private const string DefaultAccount = "development";

    // Standard input closes when the parent is gone, even if it was killed.
    private const string Bootstrap = "process.stdin.resume().on('end', () => process.exit()); require(process.argv[1]);";
    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private readonly Process _process;
    private readonly string? _temporaryFolder;
    private readonly Dictionary<string, string> _keys;
    private readonly Dictionary<string, Uri> _addresses;

    private AzuriteServer(Process process, string? temporaryFolder, Dictionary<string, string> keys, Dictionary<string, Uri> addresses)
    {
        (_process, _temporaryFolder, _keys, _addresses) = (process, temporaryFolder, keys, addresses);
    }

    /// <summary>Starts Azurite.</summary>
    /// <param name="nodeModules">The folder that holds the npm package.</param>
    /// <param name="dataFolder">Where the data stay; null for a temporary folder.</param>
    /// <param name="accounts">The names of the storage accounts; null for one of a fixed name.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">It did not start.</exception>
    public static async Task<AzuriteServer> StartAsync(
        string nodeModules, string? dataFolder = null, IReadOnlyList<string>? accounts = null, CancellationToken cancellationToken = default)
    {
        var temporary = dataFolder is null ? Directory.CreateTempSubdirectory("serverless-messaging-azurite-").FullName : null;
        var keys = (accounts ?? [DefaultAccount]).ToDictionary(name => name, _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));
        var process = Process.Start(StartInfo(nodeModules, temporary ?? Path.GetFullPath(dataFolder!), keys))!;
        try
        {
            var addresses = await ReadAddressesAsync(process, cancellationToken);
            return new AzuriteServer(process, temporary, keys, addresses);
        }
        catch
        {
            await StopAsync(process, temporary);
            throw;
        }
    }

    /// <summary>The connection string of an account; of the only one if no name is given.</summary>
    public string ConnectionString(string? account = null)
    {
        var name = account ?? _keys.Keys.Single();
        return $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={_keys[name]};BlobEndpoint={_addresses["Blob"]}{name};QueueEndpoint={_addresses["Queue"]}{name};TableEndpoint={_addresses["Table"]}{name}";
    }

    public async ValueTask DisposeAsync() => await StopAsync(_process, _temporaryFolder);

    private static ProcessStartInfo StartInfo(string nodeModules, string folder, Dictionary<string, string> keys)
    {
        var main = Path.Combine(nodeModules, "azurite", "dist", "src", "azurite.js");
        string[] arguments =
        [
            "-e", Bootstrap, "--", main, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
            .. Services.SelectMany(service => new[] { $"--{service.ToLowerInvariant()}Host", "127.0.0.1", $"--{service.ToLowerInvariant()}Port", "0" }),
        ];
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AZURITE_ACCOUNTS"] = string.Join(';', keys.Select(account => $"{account.Key}:{account.Value}"));
        return start;
    }

    private static async Task<Dictionary<string, Uri>> ReadAddressesAsync(Process process, CancellationToken cancellationToken)
    {
        var addresses = new ConcurrentDictionary<string, Uri>();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var errors = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) =>
        {
            // "Azurite Blob service is successfully listening at http://127.0.0.1:38877"
            if (line.Data?.Split(' ') is ["Azurite", var service, .., "listening", "at", var address])
            {
                addresses[service] = new Uri(address);
                if (Services.All(addresses.ContainsKey))
                {
                    ready.TrySetResult();
                }
            }
        };
        process.ErrorDataReceived += (_, line) => errors.Enqueue(line.Data ?? string.Empty);
        process.Exited += (_, _) => ready.TrySetException(new StartupException($"Azurite ended while starting: {string.Join(' ', errors).Trim()}"));
        process.EnableRaisingEvents = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (TimeoutException exception)
        {
            throw new StartupException("Azurite did not start within a minute. Try again, or give --storage <connection string>.", exception);
        }

        return new(addresses);
    }

    private static async Task StopAsync(Process process, string? temporaryFolder)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        if (temporaryFolder is not null)
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }
    }
}
