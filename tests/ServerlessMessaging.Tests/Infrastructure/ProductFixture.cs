using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.TestInfrastructure;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The whole application with a scripted Genesys, a fake vault and storage account, a manual clock and a captured log.</summary>
internal sealed class ProductFixture : IDisposable
{
    public const string TokenPath = "/oauth/token";
    public const string UsersPath = "/api/v2/users";
    public const string SearchPath = "/api/v2/users/search";
    public const string ChannelPath = "/api/v2/openmessaging/channels/user:u-1/messages";
    public const string EventsPath = "/api/v2/messaging/messaging/events";
    public const string Secret = "s3cr3t-of-the-client";
    public const string WebhookSecret = "unit-test-secret-0123456789";
    public const string FlowSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private readonly ServiceProvider _services;

    public ProductFixture(params (string Key, string Value)[] settings)
    {
        Vault.Set("genesys-client-secret", Secret);
        Vault.Set("genesys-webhook-secret", WebhookSecret);
        Vault.Set("flow-secret", FlowSecret);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Genesys:Clients:0:ClientId"] = "client-1",
                ["Genesys:RetryDelay"] = "00:00:00.001",
                ["KeyVault:Uri"] = "https://vault.example",
                ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true",
            }.Concat(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).ToLookup(pair => pair.Key, pair => pair.Value)
            .ToDictionary(group => group.Key, group => group.Last())).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<SecretClient>(Vault);
        Queues = new FakeQueues(Time);
        services.AddSingleton<QueueServiceClient>(Queues);
        Blobs = new FakeBlobs(Time);
        services.AddSingleton<BlobServiceClient>(Blobs);
        Tables = new InMemoryTables(Time);
        Records = new StoredRecords(Tables);
        services.AddSingleton(Tables.CreateClient());
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddServerlessMessaging(configuration);
        services.AddConstantOverrides();
        services.AddHttpClient(GenesysHttpClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Genesys);
        services.AddHttpClient(BotFlowClient.PublicClient).ConfigurePrimaryHttpMessageHandler(() => Flow);
        services.AddHttpClient(BotFlowClient.PrivateClient).ConfigurePrimaryHttpMessageHandler(() => PrivateFlow);
        _services = services.BuildServiceProvider();
    }

    public FakeTime Time { get; } = new();

    public ScriptedGenesys Genesys { get; } = new();

    /// <summary>Every bot flow with a public address.</summary>
    public ScriptedFlow Flow { get; } = new();

    /// <summary>Every bot flow that may have a private address.</summary>
    public ScriptedFlow PrivateFlow { get; } = new();

    public FakeVault Vault { get; } = new();

    public CapturedLog Log { get; } = new();

    public InMemoryTables Tables { get; }

    public StoredRecords Records { get; }

    public FakeQueues Queues { get; }

    public FakeBlobs Blobs { get; }

    /// <summary>A bot flow of this name with a URL.</summary>
    public static (string, string)[] FlowAt(string name, string url = "https://flow.example/hook") => [($"BotFlows:{name}:Url", url), ($"BotFlows:{name}:SecretName", "flow-secret")];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public T Get<T>(string key)
        where T : notnull => _services.GetRequiredKeyedService<T>(key);

    public Deadline Deadline(double seconds = 12) => new(Time, TimeSpan.FromSeconds(seconds));

    /// <summary>Scripts a login that succeeds with numbered tokens.</summary>
    public ProductFixture WithToken(int expiresIn = 3600)
    {
        var number = 0;
        Genesys.On(TokenPath, (_, _) => Task.FromResult(ScriptedGenesys.CreateResponse(
            System.Net.HttpStatusCode.OK, $$"""{"access_token":"token-{{Interlocked.Increment(ref number)}}","token_type":"bearer","expires_in":{{expiresIn}}}""")));
        return this;
    }

    public void Dispose()
    {
        _services.Dispose();
        Tables.Dispose();
    }
}
