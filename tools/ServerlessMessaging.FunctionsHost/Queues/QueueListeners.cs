using Azure.Core;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>A host of the WebJobs SDK with the queue extension, the listener that the official host uses.</summary>
internal sealed class QueueListeners(IHost host) : IDisposable
{
    public static QueueListeners Create(
        Type functions, IConfiguration configuration, TimeSpan? lease, IQueueProcessorFactory processors, ListenerFailures failures, ILoggerFactory loggers) => new(new HostBuilder()
        .ConfigureWebJobs(builder => builder.AddAzureStorageQueues())
        .ConfigureAppConfiguration(builder => builder.AddConfiguration(configuration))
        .ConfigureLogging(logging => logging
            .SetMinimumLevel(LogLevel.Trace)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting", LogLevel.Warning)
            .AddFilter("Azure.Core", LogLevel.Warning)
            .AddFilter("Azure.Identity", LogLevel.Warning)
            .AddProvider(new ForwardedLogs(loggers)))
        .ConfigureServices(services =>
        {
            services.AddSingleton<IHostLifetime, NoLifetime>();
            services.AddSingleton<ITypeLocator>(new SingleTypeLocator(functions));
            services.AddSingleton(processors);
            services.AddSingleton<IWebJobsExceptionHandlerFactory>(failures);
            if (lease is { } duration)
            {
                services.AddAzureClients(clients => clients.ConfigureDefaults(options => options.AddPolicy(new QueueLeasePolicy(duration), HttpPipelinePosition.PerCall)));
            }
        })
        .Build());

    public Task StartAsync(CancellationToken cancellationToken) => host.StartAsync(cancellationToken);

    /// <summary>Receives no more messages and waits for those in flight.</summary>
    public Task DrainAsync() => host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(CancellationToken.None);

    public Task CallAsync(string function, string? message) =>
        host.Services.GetRequiredService<IJobHost>().CallAsync(function, new Dictionary<string, object?> { [QueueFunctionType.MessageParameter] = message }!);

    /// <summary>Cancels the running functions.</summary>
    public Task StopAsync() => host.StopAsync();

    public void Dispose() => host.Dispose();

    private sealed class SingleTypeLocator(Type type) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [type];
    }
}
