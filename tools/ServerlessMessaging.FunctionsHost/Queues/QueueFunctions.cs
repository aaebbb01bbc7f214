using System.Text.Json;
using Google.Protobuf;
using Microsoft.Azure.WebJobs;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Settings;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>The queue functions and their listeners. All listeners restart when one has failed, for example because the storage account was unreachable.</summary>
internal sealed class QueueFunctions : IAsyncDisposable
{
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, HostedFunction> _functions;
    private readonly Invoker _invoker;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Func<QueueListeners> _create;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private QueueListeners _listeners;
    private Task _restart = Task.CompletedTask;
    private Task _retired = Task.CompletedTask;
    private volatile bool _releaseLost;

    private QueueFunctions(IEnumerable<HostedFunction> functions, Invoker invoker, HostSettings settings, FunctionAppHostOptions options, ILoggerFactory loggers)
    {
        (_invoker, _logger, _time) = (invoker, loggers.CreateLogger(HostLog.Category), options.TimeProvider);
        _functions = functions.ToDictionary(function => function.Name);
        var type = QueueFunctionType.Create(_functions.Values, RunAsync);
        var processors = new QueueProcessors(() => _releaseLost, _logger);
        _create = () => QueueListeners.Create(type, settings.Configuration, options.QueueLease, processors, new ListenerFailures(Restart), loggers);
        _listeners = _create();
    }

    /// <summary>Starts the listeners; null without queue functions, so that no storage account is needed.</summary>
    /// <exception cref="FunctionAppHostException">The name or the connection of a queue is missing or invalid.</exception>
    public static async Task<QueueFunctions?> StartAsync(
        IReadOnlyList<HostedFunction> functions, Invoker invoker, HostSettings settings, FunctionAppHostOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var queueFunctions = functions.Where(function => function.TriggerType == "queueTrigger").ToList();
        if (queueFunctions.Count == 0)
        {
            return null;
        }

        var queues = new QueueFunctions(queueFunctions, invoker, settings, options, loggers);
        try
        {
            await queues._listeners.StartAsync(cancellationToken);
            return queues;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            queues._listeners.Dispose();
            throw new FunctionAppHostException($"The queue listeners could not be started: {exception.GetBaseException().Message}", exception);
        }
    }

    /// <summary>Receives no more messages and waits for those in flight.</summary>
    public async Task DrainAsync()
    {
        await _stopping.CancelAsync();
        await _restart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_listeners.DrainAsync(), _retired);
    }

    /// <summary>From now on a message whose worker has ended is released, as at a stop of the official host.</summary>
    public void ReleaseLost() => _releaseLost = true;

    /// <summary>Runs a function without a queue message.</summary>
    public Task CallAsync(HostedFunction function, string? message) => _listeners.CallAsync(function.Name, message);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _restart.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _listeners.StopAsync();
        _listeners.Dispose();
        _stopping.Dispose();
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

    // Listeners often fail together; one restart is enough for all.
    private void Restart(Exception failure)
    {
        lock (_lock)
        {
            if (_restart.IsCompleted && !_stopping.IsCancellationRequested)
            {
                _restart = RestartAsync();
                HostLog.ListenersRestart(_logger, failure, RestartDelay);
            }
        }
    }

    private async Task RestartAsync()
    {
        while (true)
        {
            await Task.Delay(RestartDelay, _time, _stopping.Token);
            var listeners = _create();
            try
            {
                await listeners.StartAsync(_stopping.Token);
                _retired = Task.WhenAll(_retired, RetireAsync(_listeners));
                _listeners = listeners;
                return;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                listeners.Dispose();
                HostLog.ListenersRestart(_logger, exception, RestartDelay);
            }
        }
    }

    private static async Task RetireAsync(QueueListeners failed)
    {
        await failed.DrainAsync();
        await failed.StopAsync();
        failed.Dispose();
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
}
