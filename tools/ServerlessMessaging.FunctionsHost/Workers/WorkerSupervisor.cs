using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>Keeps one worker running and restarts it: the first time immediately, then after 1, 2, 4 and 8 seconds.</summary>
internal sealed class WorkerSupervisor(WorkerSource source, RpcServer server, Func<string, WorkerStart> start, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private const int MaxRestarts = 5;

    // After this run time a worker counts as stable and the restart count is reset.
    private static readonly TimeSpan StableAfter = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private TaskCompletionSource<WorkerConnection> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The running worker or, during a restart, the next one.</summary>
    public Task<WorkerConnection> Current { get; private set; } = Task.FromException<WorkerConnection>(new WorkerEndedException());

    /// <summary>The running worker; null during a restart.</summary>
    public WorkerConnection? Running { get; private set; }

    /// <summary>The worker after the current one.</summary>
    public Task<WorkerConnection> Next => _next.Task;

    /// <summary>Completes when the supervisor was stopped; faulted when the worker ended too often.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Starts the first worker. Its functions may still be loading.</summary>
    public async Task<WorkerConnection> StartAsync(CancellationToken cancellationToken)
    {
        var connection = await WorkerConnection.OpenAsync(source, server, start, cancellationToken);
        (Running, Current) = (connection, Task.FromResult(connection));
        Completion = SuperviseAsync(connection);
        return connection;
    }

    /// <summary>Ends the worker without a restart, and kills it after the timeout.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Running is not { } running)
        {
            return;
        }

        Running = null;
        await using var connection = running;
        try
        {
            await connection.StopAsync(timeout);
        }
        catch (TimeoutException)
        {
            HostLog.WorkerKilled(logger, timeout);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _stopping.Dispose();
    }

    private async Task SuperviseAsync(WorkerConnection connection)
    {
        try
        {
            var restarts = 0;
            while (true)
            {
                var startedAt = time.GetTimestamp();
                await connection.Ended.WaitAsync(_stopping.Token);
                (Running, Current) = (null, Next);
                await connection.DisposeAsync();
                restarts = time.GetElapsedTime(startedAt) > StableAfter ? 0 : restarts;
                (connection, restarts) = await RestartAsync(restarts);
                var next = _next;
                (Running, Current, _next) = (connection, Task.FromResult(connection), new(TaskCreationOptions.RunContinuationsAsynchronously));
                next.SetResult(connection);
            }
        }
        catch (OperationCanceledException)
        {
            _next.TrySetException(new WorkerEndedException());
        }
        catch (Exception exception)
        {
            _next.TrySetException(exception);
            throw;
        }
    }

    private async Task<(WorkerConnection Connection, int Restarts)> RestartAsync(int restarts)
    {
        for (Exception? failure = null; restarts < MaxRestarts; restarts++)
        {
            var delay = restarts == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(1 << (restarts - 1));
            HostLog.WorkerRestarts(logger, failure, restarts + 1, MaxRestarts, delay);
            await Task.Delay(delay, time, _stopping.Token);
            try
            {
                return (await OpenAsync(), restarts + 1);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failure = exception;
            }
        }

        HostLog.WorkerNotRestarted(logger, MaxRestarts);
        throw new FunctionAppHostException($"The worker ended again after {MaxRestarts} restarts. Its logs contain the reason.");
    }

    private async Task<WorkerConnection> OpenAsync()
    {
        var connection = await WorkerConnection.OpenAsync(source, server, start, _stopping.Token);
        try
        {
            await connection.Loaded;
            HostLog.WorkerReady(logger, connection.Id, connection.Functions.Count);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
