using System.Collections.Concurrent;
using System.Security.Cryptography;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.DevHost.Node;

namespace ServerlessMessaging.DevHost.Azurite;

/// <summary>The storage emulator as a child process on free ports. It ends with its parent, even if the parent is killed.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
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
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">Azurite did not start.</exception>
    public static async Task<AzuriteServer> StartAsync(
        string nodeModules, string? dataFolder = null, IReadOnlyList<string>? accounts = null, IReadOnlyList<string>? arguments = null, CancellationToken cancellationToken = default)
    {
        var temporary = dataFolder is null ? Directory.CreateTempSubdirectory("serverless-messaging-azurite-").FullName : null;
        var keys = (accounts ?? [DefaultAccount]).ToDictionary(name => name, _ => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));
        var addresses = new ConcurrentDictionary<string, Uri>();
        try
        {
            var program = await ChildProgram.StartAsync(
                "Azurite",
                "Install Node 20 or newer, or give --storage <connection string>.",
                NodeProgram.Create(
                    [.. Arguments(nodeModules, temporary ?? Path.GetFullPath(dataFolder!)), .. arguments ?? []],
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

    private static string[] Arguments(string nodeModules, string folder) =>
    [
        Path.Combine(nodeModules, "azurite", "dist", "src", "azurite.js"), "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", folder,
        .. Services.SelectMany(service => new[] { $"--{service.ToLowerInvariant()}Host", "127.0.0.1", $"--{service.ToLowerInvariant()}Port", "0" }),
    ];

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
