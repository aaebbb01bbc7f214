using System.Diagnostics;
using System.Net.Sockets;
using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>A worker that has connected and reported its functions.</summary>
internal sealed class WorkerConnection : IAsyncDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan InitializeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(20);

    private readonly IWorker _worker;
    private readonly WorkerChannel _channel;

    private WorkerConnection(string id, IWorker worker, WorkerChannel channel, Uri? httpUri, IReadOnlyList<RpcFunctionMetadata> metadata)
    {
        (Id, _worker, _channel, HttpUri) = (id, worker, channel, httpUri);
        Functions = [.. metadata.Select(FunctionReader.Read)];
        Loaded = LoadAsync(metadata);
        Ended = WaitForEndAsync();
    }

    public string Id { get; }

    /// <summary>The address of the worker's HTTP server; null without the ASP.NET Core integration.</summary>
    public Uri? HttpUri { get; }

    public IReadOnlyList<HostedFunction> Functions { get; }

    /// <summary>Completes when the worker has loaded all functions; faulted with <see cref="FunctionAppHostException"/> when it cannot.</summary>
    public Task Loaded { get; }

    public Task Ended { get; }

    public IServiceProvider? Services => _worker.Services;

    /// <summary>Starts a worker, gets its functions and begins to load them.</summary>
    /// <exception cref="FunctionAppHostException">The worker did not start or reported a failure.</exception>
    public static async Task<WorkerConnection> OpenAsync(WorkerSource source, RpcServer server, Func<string, WorkerStart> start, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        var connected = server.ExpectAsync(id);
        var worker = await source.StartAsync(start(id), cancellationToken);
        try
        {
            if (await Task.WhenAny(connected, worker.Ended).WaitAsync(ConnectTimeout, cancellationToken) == worker.Ended)
            {
                throw new FunctionAppHostException($"The worker ended before it connected, with {await worker.Ended}");
            }

            var channel = await connected;
            var initialized = await channel.InitializeAsync(source.Folder).WaitAsync(InitializeTimeout, cancellationToken);
            var metadata = await channel.GetFunctionsAsync(source.Folder).WaitAsync(InitializeTimeout, cancellationToken);
            return new(id, worker, channel, initialized.Capabilities.TryGetValue("HttpUri", out var uri) ? new Uri(uri) : null, metadata);
        }
        catch (Exception exception)
        {
            await worker.DisposeAsync();
            throw exception is TimeoutException or WorkerEndedException
                ? new FunctionAppHostException("The worker did not connect and report its functions in time.", exception)
                : exception;
        }
    }

    public Task InvokeAsync(InvocationRequest request, CancellationToken cancellationToken) => _channel.InvokeAsync(request, cancellationToken);

    public Task StopAsync(TimeSpan timeout) => _worker.StopAsync(_channel, timeout);

    public void Kill() => _worker.Kill();

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _worker.DisposeAsync();
    }

    private async Task LoadAsync(IReadOnlyList<RpcFunctionMetadata> metadata)
    {
        try
        {
            await Task.WhenAll([.. metadata.Select(_channel.LoadAsync), WaitForHttpAsync()]);
        }
        catch (WorkerEndedException exception)
        {
            throw new FunctionAppHostException("The worker ended while it loaded its functions.", exception);
        }
    }

    // The worker announces its HTTP server before it listens.
    private async Task WaitForHttpAsync()
    {
        for (var from = Stopwatch.GetTimestamp(); HttpUri is not null; await Task.Delay(ProbeInterval))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(HttpUri.Host, HttpUri.Port);
                return;
            }
            catch (SocketException exception)
            {
                if (_worker.Ended.IsCompleted || Stopwatch.GetElapsedTime(from) > ConnectTimeout)
                {
                    throw new FunctionAppHostException($"The worker does not listen at {HttpUri}.", exception);
                }
            }
        }
    }

    private async Task WaitForEndAsync() => await Task.WhenAny(_channel.Ended, _worker.Ended);
}
