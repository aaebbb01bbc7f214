using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Http;
using ServerlessMessaging.FunctionsHost.Queues;
using ServerlessMessaging.FunctionsHost.Rpc;
using ServerlessMessaging.FunctionsHost.Settings;
using ServerlessMessaging.FunctionsHost.Timers;
using ServerlessMessaging.FunctionsHost.Workers;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Runs a function app of the isolated worker on this machine: HTTP, queue and timer functions.</summary>
public sealed class FunctionAppHost : IAsyncDisposable
{
    // The time that the official host waits for a worker process to end.
    private static readonly TimeSpan TerminateTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(2);

    private readonly FunctionAppHostOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly RpcServer _server;
    private readonly WorkerSupervisor _workers;
    private readonly Invoker _invoker;
    private readonly TimerFunctions _timers;
    private readonly ManualStarts _manualStarts;
    private QueueFunctions? _queues;
    private HttpFunctions? _http;
    private int _disposed;

    private FunctionAppHost(FunctionAppHostOptions options, WorkerSource source, HostSettings settings, ILoggerFactory loggers)
    {
        (_options, _loggers) = (options, loggers);
        _logger = loggers.CreateLogger(HostLog.Category);
        _server = new(loggers);
        _workers = new(source, _server, id => new(id, _server.Address, settings.AppSettings, loggers), options.TimeProvider, _logger);
        _invoker = new(_workers);
        _timers = new(_invoker, options.TimeProvider, _logger);
        _manualStarts = new((function, input) => function.TriggerType == "queueTrigger" ? _queues!.CallAsync(function, input) : _timers.CallAsync(function), _logger);
    }

    /// <summary>The address of the functions, without the route prefix.</summary>
    public Uri Address => _http!.Address;

    /// <summary>The functions, as the worker reported them.</summary>
    public IReadOnlyList<HostedFunction> Functions { get; private set; } = [];

    /// <summary>The services of a worker in this process; null for a worker process.</summary>
    public IServiceProvider? Services => _workers.Running?.Services;

    /// <summary>Completes when the host has stopped; faulted with <see cref="FunctionAppHostException"/> when the worker ended too often.</summary>
    public Task Completion => _workers.Completion;

    /// <summary>Completes when the current worker has ended and the next one is ready. Read it before <see cref="KillWorker"/>.</summary>
    public Task NextWorker => _workers.Next;

    /// <summary>Starts a worker and the triggers of its functions.</summary>
    /// <exception cref="FunctionAppHostException">The function app, its settings or its storage account are invalid or unavailable.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<FunctionAppHost> StartAsync(WorkerSource source, FunctionAppHostOptions options, CancellationToken cancellationToken = default)
    {
        var settings = HostSettings.Read(source.Folder, options);
        var loggers = LoggerFactory.Create(logging =>
        {
            logging.AddConfiguration(settings.Logging);
            options.Logging?.Invoke(logging);
        });
        var host = new FunctionAppHost(options, source, settings, loggers);
        try
        {
            await host.StartAsync(settings, cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the worker process as a crash does: its invocations fail and a new worker is started.</summary>
    /// <exception cref="NotSupportedException">The worker runs in this process.</exception>
    public void KillWorker() => _workers.Running?.Kill();

    /// <summary>
    /// Accepts no new invocations, waits up to <see cref="FunctionAppHostOptions.DrainTimeout"/> for those in flight, and stops the worker, which has 10 seconds to end.
    /// Requests still in flight are then aborted; messages are released and delivered again.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        using var abort = new CancellationTokenSource();
        var http = _http?.StopAsync(abort.Token) ?? Task.CompletedTask;
        var drained = Task.WhenAll(http, _queues?.DrainAsync() ?? Task.CompletedTask, _timers.DrainAsync(), _manualStarts.DrainAsync());
        if (!await EndsWithinAsync(drained, _options.DrainTimeout) && _options.DrainTimeout > TimeSpan.Zero)
        {
            HostLog.DrainTimedOut(_logger, _options.DrainTimeout);
        }

        _queues?.ReleaseLost();
        await _workers.StopAsync(TerminateTimeout);
        // Invocations that ended during the stop still need to send their response or delete their message.
        await EndsWithinAsync(drained, FlushTimeout);
        await abort.CancelAsync();
        await http;
        await DisposePartsAsync();
    }

    private async Task StartAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await _server.StartAsync(cancellationToken);
        var worker = await _workers.StartAsync(cancellationToken);
        Functions = worker.Functions;
        if (worker.HttpUri is null && Functions.Any(function => function.Route is not null))
        {
            throw new FunctionAppHostException("The function app has HTTP functions but no ASP.NET Core integration. Call ConfigureFunctionsWebApplication in its Program.cs.");
        }

        // The worker loads the functions while the listeners start; invocations wait until they are loaded.
        await Task.WhenAll(worker.Loaded, StartQueuesAsync(settings, cancellationToken), StartHttpAsync(settings, cancellationToken));
        _timers.Start(Functions, settings);
        foreach (var function in Functions)
        {
            HostLog.FunctionFound(_logger, function.Name, function.TriggerType, function.Source);
        }
    }

    private async Task StartQueuesAsync(HostSettings settings, CancellationToken cancellationToken) =>
        _queues = await QueueFunctions.StartAsync(Functions, _invoker, settings, _options, _loggers, cancellationToken);

    private async Task StartHttpAsync(HostSettings settings, CancellationToken cancellationToken) =>
        _http = await HttpFunctions.StartAsync(_options, settings.RoutePrefix, Functions, _invoker, _manualStarts, _loggers, cancellationToken);

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan timeout)
    {
        try
        {
            await task.WaitAsync(timeout);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task DisposePartsAsync()
    {
        if (_http is not null)
        {
            await _http.DisposeAsync();
        }

        if (_queues is not null)
        {
            await _queues.DisposeAsync();
        }

        await _timers.DisposeAsync();
        await _workers.DisposeAsync();
        await _server.DisposeAsync();
        _loggers.Dispose();
    }
}
