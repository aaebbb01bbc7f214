using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Functions;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The functions, run in this process by LocalRuntime.</summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly IHost _host;
    private int _disposed;

    private FunctionsHost(IHost host)
    {
        _host = host;
        Address = host.Services.GetRequiredService<LocalRuntimeAddress>().Uri;
    }

    /// <summary>Where the functions listen, without the route prefix.</summary>
    public Uri Address { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Starts the functions.</summary>
    /// <param name="settings">Settings that win over environment and files.</param>
    /// <param name="vault">The simulator's vault; null for a real one.</param>
    /// <param name="configure">Adds to the builder what is particular to the caller: logging, doubles of a test.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is missing or wrong.</exception>
    public static async Task<FunctionsHost> StartAsync(
        IReadOnlyDictionary<string, string?> settings, DevelopmentVault? vault, Action<FunctionsApplicationBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = FunctionsApplication.CreateBuilder(["--applicationName", typeof(FunctionsSetup).Assembly.GetName().Name!]);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.AddInMemoryCollection(settings);
        // Signals belong to the program that hosts the functions.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Logging.ClearProviders();
        if (vault is not null)
        {
            builder.Services.AddSingleton(vault.CreateClient());
        }

        configure(builder);
        // Bot flows in development run on this machine. In code, so that no setting can open it elsewhere.
        builder.Services.TryAddSingleton(new BotFlowAddresses(allowLoopback: true));
        builder.AddServerlessMessagingFunctions();
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            return new FunctionsHost(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Stops and ends the functions; what the product does not wait for is cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _host.StopAsync();
            _host.Dispose();
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
