using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Node;

namespace ServerlessMessaging.DevHost.Azurite;

/// <summary>The storage emulator as a child process. It ends with its parent, however the parent ends.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    /// <summary>The number of ports, one for each service.</summary>
    public const int PortCount = 3;

    private const string DefaultAccount = "development";

    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private readonly ChildProgram _program;
    private readonly string? _temporaryFolder;
    private readonly Dictionary<string, string> _keys;
    private readonly IReadOnlyDictionary<string, Uri> _addresses;

    private AzuriteServer(ChildProgram program, string? temporaryFolder, Dictionary<string, string> keys, IReadOnlyDictionary<string, Uri> addresses)
    {
        (_program, _temporaryFolder, _keys, _addresses) = (program, temporaryFolder, keys, addresses);
    }

    /// <summary>Starts Azurite.</summary>
    /// <param name="nodeModules">The folder that holds the npm package.</param>
    /// <param name="dataFolder">The folder of the data; null for a temporary one.</param>
    /// <param name="accounts">The names of the storage accounts; null for one of a fixed name.</param>
    /// <param name="arguments">Further arguments of Azurite, such as those for TLS.</param>
    /// <param name="firstPort">The port of blobs, before those of queues and tables; with it account keys are the same at every start. 0 for free ports and new keys.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">It did not start.</exception>
    /// <exception cref="SocketException">A port is in use.</exception>
    public static async Task<AzuriteServer> StartAsync(
        string nodeModules,
        string? dataFolder = null,
        IReadOnlyList<string>? accounts = null,
        IReadOnlyList<string>? arguments = null,
        int firstPort = 0,
        CancellationToken cancellationToken = default)
    {
        var ports = Services.Select((_, index) => firstPort == 0 ? 0 : firstPort + index).ToArray();
        CheckFree(ports);
        var temporary = dataFolder is null ? Directory.CreateTempSubdirectory("serverless-messaging-azurite-").FullName : null;
        var keys = (accounts ?? [DefaultAccount]).ToDictionary(name => name, name => Convert.ToBase64String(firstPort == 0 ? RandomNumberGenerator.GetBytes(64) : SHA512.HashData(Encoding.UTF8.GetBytes(name))));
        var addresses = new ConcurrentDictionary<string, Uri>();
        try
        {
            var program = await ChildProgram.StartAsync(
                "Azurite",
                "Install Node 20 or newer, or give --storage <connection string>.",
                NodeProgram.Create(
                    [.. Arguments(nodeModules, temporary ?? Path.GetFullPath(dataFolder!), ports), .. arguments ?? []],
                    [new("AZURITE_ACCOUNTS", string.Join(';', keys.Select(account => $"{account.Key}:{account.Value}")))]),
                Collect(addresses),
                cancellationToken);
            return new AzuriteServer(program, temporary, keys, addresses);
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    /// <summary>Where a service listens.</summary>
    /// <param name="service"><c>Blob</c>, <c>Queue</c> or <c>Table</c>.</param>
    public Uri Address(string service) => _addresses[service];

    /// <summary>The key of an account.</summary>
    public string Key(string account) => _keys[account];

    /// <summary>The connection string of an account; of the only one when the name is null.</summary>
    public string ConnectionString(string? account = null)
    {
        var name = account ?? _keys.Keys.Single();
        return $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={_keys[name]};BlobEndpoint={_addresses["Blob"]}{name};QueueEndpoint={_addresses["Queue"]}{name};TableEndpoint={_addresses["Table"]}{name}";
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        Remove(_temporaryFolder);
    }

    private static string[] Arguments(string nodeModules, string folder, int[] ports) =>
    [
        Path.Combine(nodeModules, "azurite", "dist", "src", "azurite.js"), "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
        .. Services.Zip(ports).SelectMany(pair => new[] { $"--{pair.First.ToLowerInvariant()}Host", "127.0.0.1", $"--{pair.First.ToLowerInvariant()}Port", pair.Second.ToString(CultureInfo.InvariantCulture) }),
    ];

    // Azurite would say so with a stack trace, after seconds.
    private static void CheckFree(int[] ports)
    {
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }

    private static Func<string, bool> Collect(ConcurrentDictionary<string, Uri> addresses) => line =>
    {
        // "Azurite Blob service is successfully listening at http://127.0.0.1:38877"
        if (line.Split(' ') is ["Azurite", var service, .., "listening", "at", var address])
        {
            addresses[service] = new Uri(address);
        }

        return Services.All(addresses.ContainsKey);
    };

    private static void Remove(string? temporaryFolder)
    {
        if (temporaryFolder is not null)
        {
            Directory.Delete(temporaryFolder, recursive: true);
        }
    }
}
