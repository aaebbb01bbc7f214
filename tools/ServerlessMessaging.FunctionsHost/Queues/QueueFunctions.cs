using System.Text.Json;
using Azure.Core;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host;
using Microsoft.Azure.WebJobs.Host.Queues;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Settings;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>The queue functions on the listener of the WebJobs SDK, the one that the official host uses.</summary>
internal sealed class QueueFunctions : IAsyncDisposable
{
    private readonly Dictionary<string, HostedFunction> _functions;
    private readonly Invoker _invoker;
    private readonly Type _type;
    private readonly IHost _host;
    private volatile bool _isStopping;

    private QueueFunctions(IEnumerable<HostedFunction> functions, Invoker invoker, HostSettings settings, TimeSpan? lease, ILoggerFactory loggers)
    {
        _functions = functions.ToDictionary(function => function.Name);
        _invoker = invoker;
        _type = QueueFunctionType.Create(_functions.Values, RunAsync);
        _host = new HostBuilder()
            .ConfigureAppConfiguration(builder => builder.AddConfiguration(settings.Configuration))
            .ConfigureWebJobs(builder => builder.AddAzureStorageQueues())
            .ConfigureLogging(logging => logging
                .SetMinimumLevel(LogLevel.Trace)
                .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Warning)
                .AddFilter("Microsoft.Hosting", LogLevel.Warning)
                .AddFilter("Azure.Core", LogLevel.Warning)
                .AddProvider(new ForwardedLogs(loggers)))
            .ConfigureServices(services =>
            {
                services.AddSingleton<IHostLifetime, NoLifetime>();
                services.AddSingleton<ITypeLocator>(new OneType(_type));
                services.AddSingleton<IQueueProcessorFactory>(new QueueProcessors(() => _isStopping, loggers.CreateLogger(HostLog.Category)));
                if (lease is { } duration)
                {
                    services.AddAzureClients(clients => clients.ConfigureDefaults(options => options.AddPolicy(new QueueLeasePolicy(duration), HttpPipelinePosition.PerCall)));
                }
            })
            .Build();
    }

    /// <summary>Starts listening; null where there are no queue functions, so that no storage account is needed.</summary>
    /// <exception cref="FunctionAppHostException">A queue's name or connection is missing or wrong.</exception>
    public static async Task<QueueFunctions?> StartAsync(
        IReadOnlyList<HostedFunction> functions, Invoker invoker, HostSettings settings, TimeSpan? lease, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var own = functions.Where(function => function.TriggerType == "queueTrigger").ToList();
        if (own.Count == 0)
        {
            return null;
        }

        var queues = new QueueFunctions(own, invoker, settings, lease, loggers);
        try
        {
            await queues._host.StartAsync(cancellationToken);
            return queues;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            queues._host.Dispose();
            throw new FunctionAppHostException($"The queue listeners could not be started: {exception.GetBaseException().Message}", exception);
        }
    }

    /// <summary>Takes no more messages and waits for those in flight.</summary>
    public Task DrainAsync() => _host.Services.GetRequiredService<IDrainModeManager>().EnableDrainModeAsync(CancellationToken.None);

    /// <summary>From now on a message whose worker has ended is released, as a host does that stops.</summary>
    public void BeginStop() => _isStopping = true;

    /// <summary>Runs a function without its queue.</summary>
    public Task CallAsync(HostedFunction function, string? message) =>
        _host.Services.GetRequiredService<IJobHost>().CallAsync(function.Name, new Dictionary<string, object?> { ["message"] = message }!);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private async Task RunAsync(string name, object message, Binder binder, CancellationToken cancellationToken)
    {
        var request = Invoker.CreateRequest(_functions[name], Convert(message));
        foreach (var (key, value) in binder.BindingData.Where(pair => pair.Value is not null))
        {
            request.TriggerMetadata[key] = value is string text ? new TypedData { String = text } : new TypedData { Json = JsonSerializer.Serialize(value) };
        }

        await _invoker.InvokeAsync(request, cancellationToken);
    }

    private static TypedData Convert(object message) => message is not ParameterBindingData data
        ? new TypedData { String = (string)message }
        : new TypedData
        {
            ModelBindingData = new ModelBindingData
            {
                Version = data.Version,
                Source = data.Source,
                ContentType = data.ContentType,
                Content = ByteString.CopyFrom(data.Content.ToMemory().Span),
            },
        };

    private sealed class OneType(Type type) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => [type];
    }
}
