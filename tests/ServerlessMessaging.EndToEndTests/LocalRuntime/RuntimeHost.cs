using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.EndToEndTests.LocalRuntime;

/// <summary>The runtime with functions of a test, on a free port and with a host.json of its own.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    /// <summary>How long a test waits for something that must happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly ServiceProvider _clients;
    private readonly DirectoryInfo _folder;
    private bool _hasStarted;
    private bool _isDisposed;

    private RuntimeHost(IHost host, LogRecorder log, DirectoryInfo folder)
    {
        _host = host;
        _folder = folder;
        _clients = new ServiceCollection().AddHttpClient().BuildServiceProvider();
        Log = log;
    }

    public LogRecorder Log { get; }

    public IServiceProvider Services => _host.Services;

    public Uri Address => Services.GetRequiredService<LocalRuntimeAddress>().Uri;

    public static async Task<RuntimeHost> StartAsync(
        Type[] functions,
        Action<IServiceCollection>? configure = null,
        string hostJson = """{ "version": "2.0" }""",
        params string[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("local-runtime-");
        var path = Path.Combine(folder.FullName, "host.json");
        await File.WriteAllTextAsync(path, hostJson);
        var log = new LogRecorder();

        var builder = FunctionsApplication.CreateBuilder(
            [$"--LocalRuntime:HostJson={path}", "--LocalRuntime:Port=0", .. settings.Select(setting => $"--{setting}")]);
        builder.ConfigureFunctionsWebApplication();
        builder.Logging.ClearProviders().AddProvider(log).AddFilter("ServerlessMessaging", LogLevel.Debug);
        builder.Services.AddSingleton(FunctionCatalog.Of(functions));
        configure?.Invoke(builder.Services);

        var host = new RuntimeHost(builder.Build(), log, folder);
        try
        {
            await host._host.StartAsync();
            host._hasStarted = true;
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public HttpClient Client()
    {
        var client = _clients.GetRequiredService<IHttpClientFactory>().CreateClient();
        client.BaseAddress = Address;
        return client;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (_hasStarted)
        {
            await _host.StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
        await _clients.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
