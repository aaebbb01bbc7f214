using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>Builds and starts the function app's own host in this process.</summary>
internal sealed class InProcessWorkerSource(Assembly functionApp, Action<FunctionsApplicationBuilder> configure)
    : WorkerSource(Path.GetDirectoryName(functionApp.Location)!)
{
    private static readonly Lock EntryLock = new();
    private static Assembly? _entry;

    internal override async Task<IWorker> StartAsync(WorkerStart start, CancellationToken cancellationToken)
    {
        BecomeEntryAssembly();

        // A file watcher per worker would exceed the system's limit in a test run.
        var builder = FunctionsApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Configuration.AddInMemoryCollection(start.Settings);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Functions:Worker:HostEndpoint", start.Host.ToString()),
            new("Functions:Worker:WorkerId", start.WorkerId),
            new("Functions:Worker:RequestId", start.WorkerId),
            new("Functions:Worker:GrpcMaxMessageLength", $"{int.MaxValue}"),
        ]);
        configure(builder);

        // By default the worker uses one port for the whole process.
        builder.Services.Configure<KestrelServerOptions>(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellationToken);
            if (host.Services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.Single() is { } address)
            {
                host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["HttpUri"] = address;
            }

            return new Worker(host);
        }
        catch
        {
            await DisposeAsync(host);
            throw;
        }
    }

    // The worker finds its generated functions in the entry assembly.
    private void BecomeEntryAssembly()
    {
        lock (EntryLock)
        {
            if (_entry is null)
            {
                Assembly.SetEntryAssembly(functionApp);
                Environment.SetEnvironmentVariable("FUNCTIONS_APPLICATION_DIRECTORY", Folder);
                _entry = functionApp;
            }

            if (_entry != functionApp)
            {
                throw new InvalidOperationException($"This process runs {_entry.GetName().Name}; run {functionApp.GetName().Name} as a process.");
            }
        }
    }

    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private sealed class Worker(IHost host) : IWorker
    {
        private bool _isStopped;

        public Task<string> Ended { get; } = new TaskCompletionSource<string>().Task;

        public IServiceProvider Services => host.Services;

        public async Task StopAsync(WorkerChannel channel, TimeSpan timeout)
        {
            _isStopped = true;
            using var deadline = new CancellationTokenSource(timeout);
            try
            {
                await host.StopAsync(deadline.Token).WaitAsync(timeout);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException(null, exception);
            }
        }

        public void Kill() => throw new NotSupportedException("A worker in this process cannot be killed; run it as a process.");

        public async ValueTask DisposeAsync()
        {
            if (!_isStopped)
            {
                using var now = new CancellationTokenSource(TimeSpan.Zero);
                await host.StopAsync(now.Token);
            }

            await InProcessWorkerSource.DisposeAsync(host);
        }
    }
}
