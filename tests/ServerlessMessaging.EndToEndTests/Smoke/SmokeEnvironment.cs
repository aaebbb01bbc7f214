using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Queues;
using ServerlessMessaging.DevHost.Azurite;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Smoke;

/// <summary>The published function app with identity endpoint, vault and storage under the names and protocols of Azure, and the simulator as Genesys Cloud.</summary>
public sealed class SmokeEnvironment : IAsyncLifetime
{
    /// <summary>Whether .NET trusts the certificates that SSL_CERT_FILE names.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    public const string BotFlowQueue = "bot-events";

    private const string Account = "smokestorage";
    private const string Vault = "smoke-vault.vault.azure.net";

    private static readonly string[] Services = ["Blob", "Queue", "Table"];

    private TestCertificates _certificates = null!;
    private GenesysSimulator _simulator = null!;
    private AzuriteServer _azurite = null!;
    private ConnectProxy _proxy = null!;

    /// <summary>The published folder.</summary>
    public string Folder { get; private set; } = null!;

    internal SimulatorControl Control { get; private set; } = null!;

    /// <summary>A host that runs the published function app for all tests.</summary>
    internal SmokeHost Host { get; private set; } = null!;

    /// <summary>The storage account's queues, as another application sees them.</summary>
    public QueueServiceClient Queues { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!IsSupported)
        {
            return;
        }

        var publish = PublishedFunctionApp.PublishAsync();
        _certificates = new TestCertificates([Vault, .. Services.Select(NameOf)]);
        _simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0, VaultCertificate = _certificates.Server }, TestContext.Current.CancellationToken);
        _azurite = await AzuriteServer.StartAsync(
            await NodePackages.EnsureAsync(_ => { }, TestContext.Current.CancellationToken),
            accounts: [Account],
            arguments: ["--oauth", "basic", "--cert", _certificates.ServerFile, "--key", _certificates.ServerKeyFile],
            cancellationToken: TestContext.Current.CancellationToken);
        _proxy = new ConnectProxy(Services.ToDictionary(NameOf, service => _azurite.Address(service).Port).Append(new(Vault, _simulator.VaultAddress.Port)).ToDictionary());
        _proxy.Start();
        Control = new SimulatorControl(_simulator.Address);
        Queues = new(new Uri($"https://{NameOf("Queue")}"), new StorageSharedKeyCredential(Account, _azurite.Key(Account)), new QueueClientOptions { Transport = ThroughProxy() });
        // A queue of the bot flow is the flow's own.
        await Queues.CreateQueueAsync(BotFlowQueue, cancellationToken: TestContext.Current.CancellationToken);
        Folder = await publish;
        Host = await StartHostAsync();
    }

    /// <summary>Starts a host of the published function app.</summary>
    internal Task<SmokeHost> StartHostAsync() => SmokeHost.StartAsync(
        Folder,
        // The settings that the templates give to the function app; no key, no secret, no address of storage.
        ("AzureWebJobsStorage__accountName", Account),
        ("AzureWebJobsStorage__credential", "managedidentity"),
        ("AzureWebJobsStorage__clientId", DevelopmentValues.IdentityClientId),
        ("AZURE_CLIENT_ID", DevelopmentValues.IdentityClientId),
        ("KeyVault__Uri", $"https://{Vault}"),
        ("Genesys__LoginUrl", _simulator.Address.ToString()),
        ("Genesys__ApiUrl", _simulator.Address.ToString()),
        ("Genesys__Clients__0__ClientId", DevelopmentValues.ClientId),
        ("Genesys__Clients__0__SecretName", DevelopmentValues.ClientSecretName),
        ("BotFlows__default__Queue", BotFlowQueue),
        // What the platform tells every process of an app that has an identity.
        ("IDENTITY_ENDPOINT", _simulator.IdentityEndpoint.ToString()),
        ("IDENTITY_HEADER", _simulator.IdentityHeader),
        // The way to the names of Azure on this machine.
        ("HTTPS_PROXY", _proxy.Address.ToString()),
        ("SSL_CERT_FILE", _certificates.AuthorityFile),
        // An idle queue is looked at each second instead of every 10 s.
        ("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:01"));

    public async ValueTask DisposeAsync()
    {
        // What failed to start is missing.
        foreach (var part in new IAsyncDisposable?[] { Host, _proxy, _azurite, _simulator }.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }

        Control?.Dispose();
        _certificates?.Dispose();
        if (Host is not null)
        {
            Assert.Empty(_proxy.Refused);
            Assert.All(
                [DevelopmentValues.ClientSecret, DevelopmentValues.WebhookSecret, _simulator.IdentityHeader],
                secret => Assert.DoesNotContain(secret, Host.Process.Output + Host.Process.Errors, StringComparison.Ordinal));
        }
    }

    private static string NameOf(string service) => $"{Account}.{service.ToLowerInvariant()}.core.windows.net";

    private HttpClientTransport ThroughProxy() => new(new SocketsHttpHandler
    {
        Proxy = new System.Net.WebProxy(_proxy.Address),
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
