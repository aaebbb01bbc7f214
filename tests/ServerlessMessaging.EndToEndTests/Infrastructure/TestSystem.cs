using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.DevHost.Hosting;
using ServerlessMessaging.Simulator;

namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>The whole system on free ports: a simulator, its vault, a storage account and the functions.</summary>
internal sealed class TestSystem : IAsyncDisposable
{
    public const string FunctionKey = "test-key";

    private readonly GenesysSimulator _simulator;
    private readonly FunctionsHost _functions;

    private TestSystem(GenesysSimulator simulator, DevelopmentVault vault, FunctionsHost functions, TestLog log)
    {
        (_simulator, _functions, Log) = (simulator, functions, log);
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

    public Uri Functions => _functions.Address;

    public static async Task<TestSystem> StartAsync(params (string Key, string Value)[] settings)
    {
        var simulator = await GenesysSimulator.StartAsync(new SimulatorOptions { Port = 0, VaultPort = 0 }, TestContext.Current.CancellationToken);
        try
        {
            var vault = new DevelopmentVault(simulator.VaultAddress, simulator.VaultThumbprint, simulator.VaultToken);
            var log = new TestLog();
            var all = SystemSettings.Runtime(0, FunctionKey, await TestStorage.NewAccountAsync());
            foreach (var (key, value) in SystemSettings.Simulator(simulator.Address, vault).Select(pair => (pair.Key, pair.Value)).Concat(settings.Select(pair => (pair.Key, (string?)pair.Value))))
            {
                all[key] = value;
            }

            var functions = await FunctionsHost.StartAsync(
                all, vault, builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log), TestContext.Current.CancellationToken);
            return new TestSystem(simulator, vault, functions, log);
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

    /// <summary>Gets a page, with the function key or without.</summary>
    public async Task<HttpAnswer> GetAsync(string path, bool withKey = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
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
