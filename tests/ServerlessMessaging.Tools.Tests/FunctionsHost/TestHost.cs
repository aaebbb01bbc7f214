using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.EndToEndTests.Infrastructure;
using ServerlessMessaging.FunctionsHost;
using ServerlessMessaging.Tools.Tests.App;

namespace ServerlessMessaging.Tools.Tests.FunctionsHost;

/// <summary>The test function app under the host, on a storage account of its own.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    /// <summary>How long a test waits for an expected event.</summary>
    public static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60);

    private static readonly IHttpClientFactory Clients =
        new ServiceCollection().AddHttpClient().BuildServiceProvider().GetRequiredService<IHttpClientFactory>();

    private TestHost(FunctionAppHost host, LogRecorder log, string storage)
    {
        (Host, Log, Storage) = (host, log, new TestQueues(storage));
        Http = CreateClient(host.Address);
    }

    /// <summary>The folder of the test function app's build.</summary>
    public static string Folder => AppContext.BaseDirectory.Replace("ServerlessMessaging.Tools.Tests", "ServerlessMessaging.Tools.Tests.App", StringComparison.Ordinal);

    public FunctionAppHost Host { get; }

    public HttpClient Http { get; }

    public LogRecorder Log { get; }

    public TestQueues Storage { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static HttpClient CreateClient(Uri address)
    {
        var client = Clients.CreateClient();
        client.BaseAddress = address;
        return client;
    }

    /// <summary>Runs the app in this process.</summary>
    public static Task<TestHost> StartAsync(TestApp app, FunctionAppHostOptions? options = null, string? storage = null, params (string Key, string Value)[] settings) =>
        StartAsync(
            WorkerSource.InThisProcess(typeof(TestApp).Assembly, builder =>
            {
                builder.Services.AddSingleton(app);
                builder.AddTestApp();
            }),
            options,
            storage,
            settings);

    /// <summary>Runs the app as a process.</summary>
    public static Task<TestHost> StartProcessAsync(FunctionAppHostOptions? options = null, string? storage = null, params (string Key, string Value)[] settings) =>
        StartAsync(WorkerSource.FromFolder(Folder), options, storage, settings);

    /// <summary>The settings of the app and of the test.</summary>
    public static Dictionary<string, string?> Settings(string storage, IEnumerable<(string Key, string Value)> settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["AzureWebJobsStorage"] = storage,
            ["OtherStorage"] = storage,
            ["TextsQueue"] = "texts",
            ["Schedule"] = "0 0 3 * * *",
        };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Http.Dispose();
    }

    private static async Task<TestHost> StartAsync(WorkerSource source, FunctionAppHostOptions? options, string? storage, (string Key, string Value)[] settings)
    {
        var log = new LogRecorder();
        storage ??= await TestStorage.NewAccountAsync();
        var complete = (options ?? new()) with { Settings = Settings(storage, settings), Logging = logging => logging.AddProvider(log) };
        return new(await FunctionAppHost.StartAsync(source, complete, Cancellation), log, storage);
    }
}
