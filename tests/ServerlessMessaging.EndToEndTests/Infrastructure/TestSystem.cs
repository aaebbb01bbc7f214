using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.FunctionsHost;
using ServerlessMessaging.Simulator;
using ServerlessMessaging.TestInfrastructure;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The whole system on free ports: a simulator, its vault, a storage account and the functions.</summary>
internal sealed class TestSystem : IAsyncDisposable
{
    public const string FunctionKey = "test-key";

    // The shortest delays that a queue can count.
    private static readonly (string Key, string? Value)[] ShortDelays =
    [
        ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.2"),
        ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:01"),
        ("Sending:FirstDeferral", "00:00:00.5"),
        ("Queues:RequeueDelay", "00:00:01"),
    ];

    private readonly GenesysSimulator _simulator;
    private readonly Dictionary<string, string?> _settings;
    private readonly DevelopmentVault _vault;
    private readonly Action<IServiceCollection> _configure;
    private readonly TimeSpan? _queueLease;
    private FunctionAppHost _functions = null!;

    private TestSystem(GenesysSimulator simulator, string storage, Action<IServiceCollection> configure, TimeSpan? queueLease, IEnumerable<(string Key, string? Value)> settings)
    {
        (_simulator, _configure, _queueLease) = (simulator, configure, queueLease);
        _vault = new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken);
        _settings = SystemSettings.StorageAccount(storage);
        foreach (var (key, value) in ShortDelays.Concat(SystemSettings.Simulator(simulator.Address, simulator.VaultAddress).Select(pair => (pair.Key, pair.Value))).Concat(settings))
        {
            _settings[key] = value;
        }

        Storage = new TestQueues(storage);
        Records = new TestRecords(Storage.Tables);
        Vault = _vault.CreateClient();
        Control = new SimulatorControl(simulator.Address);
    }

    /// <summary>Calls the functions, without a key unless a request adds it.</summary>
    public HttpClient Http { get; private set; } = null!;

    public SimulatorControl Control { get; }

    /// <summary>The vault, as an operator sees it.</summary>
    public SecretClient Vault { get; }

    public TestLog Log { get; } = new();

    /// <summary>The storage account, as other applications see it.</summary>
    public TestQueues Storage { get; }

    /// <summary>The product's tables, as they are stored.</summary>
    public TestRecords Records { get; }

    /// <summary>Watches every storage request of the product.</summary>
    public StoragePolicy StorageRequests { get; } = new();

    /// <summary>Holds or refuses storage requests of the product.</summary>
    public StorageGate StorageGate { get; } = new();

    public Uri Functions => _functions.Address;

    public Uri Simulator => _simulator.Address;

    /// <summary>The services of the function app.</summary>
    public IServiceProvider Services => _functions.Services!;

    /// <summary>The functions as the worker reported them.</summary>
    public IReadOnlyList<HostedFunction> FunctionList => _functions.Functions;

    public static Task<TestSystem> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts it with a shorter visibility timeout of the host's queue listener.</summary>
    public static Task<TestSystem> StartAsync(TimeSpan queueLease, params (string Key, string Value)[] settings) => StartAsync(_ => { }, queueLease, settings);

    /// <summary>Starts it with services that a test registers before the functions do.</summary>
    public static Task<TestSystem> StartAsync(Action<IServiceCollection> configure, params (string Key, string Value)[] settings) => StartAsync(configure, queueLease: null, settings);

    private static async Task<TestSystem> StartAsync(Action<IServiceCollection> configure, TimeSpan? queueLease, (string Key, string Value)[] settings)
    {
        var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        try
        {
            var storage = settings.LastOrDefault(setting => setting.Key == "AzureWebJobsStorage").Value ?? await TestStorage.NewAccountAsync();
            var system = new TestSystem(simulator, storage, configure, queueLease, settings.Select(setting => (setting.Key, (string?)setting.Value)));
            await system.StartFunctionsAsync();
            return system;
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the functions, also again after <see cref="EndFunctionsAsync"/>, on the same simulator and storage account.</summary>
    public async Task StartFunctionsAsync()
    {
        _functions = await FunctionApp.StartAsync(
            new() { FunctionKey = FunctionKey, Settings = _settings, QueueLease = _queueLease, ReadLocalSettings = false },
            _vault,
            builder =>
            {
                builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Log);
                builder.Services.AddConstantOverrides();
                WatchStorage(builder.Services);
                _configure(builder.Services);
            },
            TestContext.Current.CancellationToken);
        Http?.Dispose();
        Http = LoopbackClient.Create();
        Http.BaseAddress = _functions.Address;
    }

    /// <summary>Posts a body with the function key.</summary>
    public Task<HttpResult> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts content with the function key.</summary>
    public async Task<HttpResult> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("x-functions-key", FunctionKey);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpResult.ReadAsync(response);
    }

    /// <summary>Sends a request over HTTP.</summary>
    public Task<HttpResult> SendAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/api/messages", body, headers);

    /// <summary>Sends requests together over HTTP.</summary>
    public Task<HttpResult> SendBatchAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/api/messages/batch", body, headers);

    /// <summary>Waits until a request's record shows a state.</summary>
    public Task<HttpResult> RecordAsync(string id, string status) => Eventually.GetAsync(
        () => GetAsync($"/api/messages/{id}"),
        record => record.Status == 200 && record.Json.GetProperty("status").GetString() == status,
        record => $"Request {id} is not {status} but {record}\n{Log.Text}");

    /// <summary>The dead letters, as an operator lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeadLettersAsync(string query = "") =>
        [.. (await GetAsync($"/api/operator/dead-letters{query}")).Json.GetProperty("items").EnumerateArray()];

    /// <summary>Starts a function that has no HTTP trigger, as an operator does.</summary>
    public async Task StartFunctionAsync(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/functions/{name}") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add("x-functions-key", new FunctionAppHostOptions().MasterKey);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
    }

    /// <summary>Deletes with the function key.</summary>
    public Task<HttpResult> DeleteAsync(string path) => CallAsync(HttpMethod.Delete, path, withKey: true);

    /// <summary>Gets a page, with the function key or without.</summary>
    public Task<HttpResult> GetAsync(string path, bool withKey = true) => CallAsync(HttpMethod.Get, path, withKey);

    private async Task<HttpResult> CallAsync(HttpMethod method, string path, bool withKey)
    {
        using var request = new HttpRequestMessage(method, path);
        if (withKey)
        {
            request.Headers.Add("x-functions-key", FunctionKey);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpResult.ReadAsync(response);
    }

    /// <summary>Stops the functions, as a host does that scales in.</summary>
    public ValueTask EndFunctionsAsync() => _functions.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _functions.DisposeAsync();
        await _simulator.DisposeAsync();
        Http.Dispose();
        Control.Dispose();
        Assert.Empty(StorageRequests.Faults);
    }

    // Registrations of a test come first and are kept.
    private void WatchStorage(IServiceCollection services)
    {
        services.AddSingleton(new QueueServiceClient(Storage.ConnectionString, Watched(new QueueClientOptions())));
        services.AddSingleton(new TableServiceClient(Storage.ConnectionString, Watched(new TableClientOptions())));
        services.AddSingleton(new BlobServiceClient(Storage.ConnectionString, Watched(new BlobClientOptions())));
    }

    private T Watched<T>(T options)
        where T : ClientOptions
    {
        (options.Retry.MaxRetries, options.Retry.Delay) = (2, TimeSpan.FromMilliseconds(50));
        options.AddPolicy(StorageRequests, HttpPipelinePosition.PerRetry);
        options.AddPolicy(StorageGate, HttpPipelinePosition.PerRetry);
        return options;
    }
}

/// <summary>An HTTP response.</summary>
internal sealed record HttpResult(int Status, string Body, string? ContentType, TimeSpan? RetryAfter, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    /// <summary>The HTTP status and the code (empty where there is none) of each item of a batch.</summary>
    public IReadOnlyList<(int Status, string Code)> Outcomes =>
        [.. Items.Select(item => (item.GetProperty("httpStatus").GetInt32(), item.TryGetProperty("code", out var code) ? code.GetString()! : string.Empty))];

    public static async Task<HttpResult> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.Delta,
        response.Headers);

    public override string ToString() => $"{Status} {Body}";
}
