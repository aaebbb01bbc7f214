using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Runs one listener per queue function.</summary>
internal sealed class QueuePump(
    FunctionCatalog catalog,
    QueueConnections connections,
    IOptions<QueueSettings> settings,
    IHostApplicationLifetime lifetime,
    IServiceProvider services) : IDisposable
{
    private readonly CancellationTokenSource _end = new();

    /// <summary>Ends when no listener takes messages any more.</summary>
    public Task Stopped { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        var listeners = catalog.Functions.OfType<QueueFunction>().Select(Listen).ToList();
        Stopped = Task.WhenAll(listeners.Select(listener => Task.Run(() => listener.RunAsync(lifetime.ApplicationStopping, _end.Token))));
    }

    /// <summary>From here on no message is renewed, deleted or released: to the queues this process is dead.</summary>
    public void End() => _end.Cancel();

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private QueueListener Listen(QueueFunction function)
    {
        var account = connections.Open(function);
        var queue = account.GetQueueClient(function.QueueName);
        var poison = PoisonQueue.NameFor(function.QueueName) is { } name ? account.GetQueueClient(name) : null;
        var settler = ActivatorUtilities.CreateInstance<MessageSettler>(services, function, new PoisonQueue(poison), settings.Value, queue);
        var processor = ActivatorUtilities.CreateInstance<MessageProcessor>(services, function, settler, settings.Value, queue);
        return ActivatorUtilities.CreateInstance<QueueListener>(services, function, processor, settings.Value, queue);
    }
}
