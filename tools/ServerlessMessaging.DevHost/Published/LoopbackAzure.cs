using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.DevHost.CommandLine;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.DevHost.Published;

/// <summary>
/// Managed identity, Key Vault and storage account under the names and protocols of Azure, and the simulator as Genesys Cloud, all on this machine.
/// A process that gets <see cref="Settings"/> as its environment needs no code for development.
/// </summary>
public sealed class LoopbackAzure : IAsyncDisposable
{
    /// <summary>A queue for a bot flow, which the function app does not create itself.</summary>
    public const string BotFlowQueue = "bot-events";

    private const string Account = "development";
    private const string Vault = "development.vault.azure.net";

    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private readonly LoopbackCertificates _certificates = new([Vault, .. Services.Select(NameOf)]);
    private AzuriteServer? _azurite;
    private ConnectProxy? _proxy;

    /// <summary>Whether .NET trusts the certificates that SSL_CERT_FILE names.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public GenesysSimulator Simulator { get; private set; } = null!;

    /// <summary>The storage account's queues, as another application sees them.</summary>
    public QueueServiceClient Queues { get; private set; } = null!;

    /// <summary>The connection string of the storage account.</summary>
    public string Storage => $"DefaultEndpointsProtocol=https;AccountName={Account};AccountKey={_azurite!.Key(Account)};EndpointSuffix=core.windows.net";

    public Uri VaultAddress { get; } = new($"https://{Vault}");

    /// <summary>The environment variables by which another program reaches vault and storage account.</summary>
    public string Access => $"HTTPS_PROXY={_proxy!.Address} SSL_CERT_FILE={_certificates.AuthorityFile}";

    /// <summary>The host names that the proxy refused.</summary>
    public IReadOnlyList<string> Refused => _proxy!.Refused;

    /// <summary>The settings that the templates set, without keys and secrets, and the proxy for the Azure host names on this machine.</summary>
    public Dictionary<string, string?> Settings => new(
    [
        .. SystemSettings.StorageByIdentity(Account),
        .. SystemSettings.Simulator(Simulator.Address, VaultAddress),
        // The platform sets these in every process of an app with a managed identity.
        new("IDENTITY_ENDPOINT", Simulator.IdentityEndpoint.ToString()),
        new("IDENTITY_HEADER", Simulator.IdentityHeader),
        // .NET prefers the names in lower case, which a developer's shell may have set.
        new("https_proxy", _proxy!.Address.ToString()),
        new("no_proxy", "127.0.0.1,localhost"),
        new("SSL_CERT_FILE", _certificates.AuthorityFile),
    ]);

    /// <summary>Starts all of it.</summary>
    /// <param name="options">Ports of the simulator, its vault and Azurite, and the folder of Azurite's data.</param>
    /// <param name="progress">Gets a line before a long step.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="StartupException">Azurite cannot start, or the operating system is not Linux.</exception>
    /// <exception cref="IOException">A port is in use.</exception>
    public static async Task<LoopbackAzure> StartAsync(DevHostOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        if (!IsSupported)
        {
            throw new StartupException("--published with the simulator runs on Linux only, where .NET reads SSL_CERT_FILE. Leave --published out, or give --no-simulator.");
        }

        var azure = new LoopbackAzure();
        try
        {
            await azure.StartPartsAsync(options, progress, cancellationToken);
            return azure;
        }
        catch
        {
            await azure.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Parts that failed to start are null.
        foreach (var part in new IAsyncDisposable?[] { _proxy, _azurite, Simulator }.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }

        _certificates.Dispose();
    }

    private static string NameOf(string service) => $"{Account}.{service.ToLowerInvariant()}.core.windows.net";

    private async Task StartPartsAsync(DevHostOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        Simulator = await GenesysSimulator.StartAsync(
            new SimulatorOptions { Port = options.SimulatorPort, VaultPort = options.VaultPort, VaultCertificate = _certificates.Server }, cancellationToken);
        _azurite = await AzuriteServer.StartAsync(
            await NodePackages.EnsureAsync(progress, cancellationToken),
            options.DataFolder,
            [Account],
            ["--oauth", "basic", "--cert", _certificates.ServerFile, "--key", _certificates.ServerKeyFile],
            options.StoragePort,
            cancellationToken);
        _proxy = new ConnectProxy(Services.ToDictionary(NameOf, service => _azurite.Address(service).Port).Append(new(Vault, Simulator.VaultAddress.Port)).ToDictionary());
        _proxy.Start();
        Queues = new QueueServiceClient(Storage, new QueueClientOptions { Transport = ThroughProxy() });
        await Queues.GetQueueClient(BotFlowQueue).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
    }

    private HttpClientTransport ThroughProxy() => new(new SocketsHttpHandler
    {
        Proxy = new WebProxy(_proxy!.Address),
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { _certificates.Authority },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    });
}
