using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The whole system on free ports: a simulator, its vault, a storage account and the functions.</summary>
internal sealed class TestSystem : IAsyncDisposable
{
    public const string FunctionKey = "test-key";

    // Waits as short as a queue can count, so that tests need not.
    private static readonly (string Key, string Value)[] Impatient =
    [
        ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.2"),
        ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:01"),
        ("Sending:FirstDeferral", "00:00:00.5"),
        ("Sending:AccessFaultDeferral", "00:00:01"),
    ];

    private readonly GenesysSimulator _simulator;
    private readonly FunctionsHost _functions;

    private TestSystem(GenesysSimulator simulator, DevelopmentVault vault, FunctionsHost functions, TestLog log, string storage, StoragePolicy policy)
    {
        (_simulator, _functions, Log) = (simulator, functions, log);
        (Storage, StorageRequests) = (new TestQueues(storage), policy);
        Vault = vault.CreateClient();
        Http = LoopbackClient.Create();
        Http.BaseAddress = functions.Address;
        Control = new SimulatorControl(simulator.Address);
    }

    /// <summary>Calls the functions; the key is sent where a request says so.</summary>
    public HttpClient Http { get; }

    public SimulatorControl Control { get; }

    /// <summary>The vault, as an operator sees it.</summary>
    public SecretClient Vault { get; }

    public TestLog Log { get; }

    /// <summary>The storage account, as other applications see it.</summary>
    public TestQueues Storage { get; }

    /// <summary>Watches every storage request of the product.</summary>
    public StoragePolicy StorageRequests { get; }

    public Uri Functions => _functions.Address;

    public Uri Simulator => _simulator.Address;

    public static async Task<TestSystem> StartAsync(params (string Key, string Value)[] settings)
    {
        var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        try
        {
            var vault = new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken);
            var log = new TestLog();
            var storage = settings.LastOrDefault(setting => setting.Key == "AzureWebJobsStorage").Value ?? await TestStorage.NewAccountAsync();
            var all = SystemSettings.Runtime(0, FunctionKey, storage);
            foreach (var (key, value) in Impatient)
            {
                all[key] = value;
            }

            foreach (var (key, value) in SystemSettings.Simulator(simulator.Address, vault).Select(pair => (pair.Key, pair.Value)).Concat(settings.Select(pair => (pair.Key, (string?)pair.Value))))
            {
                all[key] = value;
            }

            var policy = new StoragePolicy();
            var functions = await FunctionsHost.StartAsync(
                all,
                vault,
                builder =>
                {
                    builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
                    WatchStorage(builder.Services, storage, policy);
                },
                TestContext.Current.CancellationToken);
            return new TestSystem(simulator, vault, functions, log, storage, policy);
        }
        catch
        {
            await simulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Posts a body with the function key.</summary>
    public Task<HttpAnswer> PostAsync(string path, string body, params (string Name, string Value)[] headers) =>
        PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>Posts content with the function key.</summary>
    public async Task<HttpAnswer> PostAsync(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("x-functions-key", FunctionKey);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.ReadAsync(response);
    }

    /// <summary>Sends a request over HTTP.</summary>
    public Task<HttpAnswer> SendAsync(string body, params (string Name, string Value)[] headers) => PostAsync("/api/messages", body, headers);

    /// <summary>Waits until a request's record shows a state.</summary>
    public async Task<HttpAnswer> RecordAsync(string id, string status)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            var record = await GetAsync($"/api/messages/{id}");
            if (record.Status == 200 && record.Json.GetProperty("status").GetString() == status)
            {
                return record;
            }

            try
            {
                await timer.WaitForNextTickAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Request {id} is not {status} but {record}\n{Log.Text}");
            }
        }
    }

    /// <summary>The dead letters, as an operator lists them.</summary>
    public async Task<IReadOnlyList<JsonElement>> DeadLettersAsync(string query = "") =>
        [.. (await GetAsync($"/api/dead-letters{query}")).Json.GetProperty("items").EnumerateArray()];

    /// <summary>Deletes with the function key.</summary>
    public Task<HttpAnswer> DeleteAsync(string path) => CallAsync(HttpMethod.Delete, path, withKey: true);

    /// <summary>Gets a page, with the function key or without.</summary>
    public Task<HttpAnswer> GetAsync(string path, bool withKey = true) => CallAsync(HttpMethod.Get, path, withKey);

    private async Task<HttpAnswer> CallAsync(HttpMethod method, string path, bool withKey)
    {
        using var request = new HttpRequestMessage(method, path);
        if (withKey)
        {
            request.Headers.Add("x-functions-key", FunctionKey);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await HttpAnswer.ReadAsync(response);
    }

    /// <summary>Stops and ends the functions, as a host does that scales in.</summary>
    public ValueTask EndFunctionsAsync() => _functions.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _functions.DisposeAsync();
        await _simulator.DisposeAsync();
        Http.Dispose();
        Control.Dispose();
        Assert.Empty(StorageRequests.Faults);
    }

    // What another application or a test registers first stays.
    private static void WatchStorage(IServiceCollection services, string storage, StoragePolicy policy)
    {
        var queues = new QueueClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(50) } };
        queues.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        var blobs = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(50) } };
        blobs.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        services.AddSingleton(new QueueServiceClient(storage, queues)).AddSingleton(new BlobServiceClient(storage, blobs));
    }
}

/// <summary>An HTTP answer, read whole.</summary>
internal sealed record HttpAnswer(int Status, string Body, string? ContentType, TimeSpan? RetryAfter, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.ContentType?.MediaType,
        response.Headers.RetryAfter?.Delta,
        response.Headers);

    public override string ToString() => $"{Status} {Body}";
}
