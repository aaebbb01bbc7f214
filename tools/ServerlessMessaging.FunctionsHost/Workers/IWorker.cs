using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>What a worker is told at its start.</summary>
internal sealed record WorkerStart(string WorkerId, Uri Host, IReadOnlyDictionary<string, string?> Settings, ILoggerFactory Loggers);

/// <summary>A worker that was started.</summary>
internal interface IWorker : IAsyncDisposable
{
    /// <summary>Completes when the worker has ended, with what it said last; never for a worker in this process.</summary>
    Task<string> Ended { get; }

    /// <summary>Its services, where it runs in this process.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Asks it to end and waits for that.</summary>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    Task StopAsync(WorkerChannel channel, TimeSpan timeout);

    /// <summary>Ends it without a warning.</summary>
    void Kill();
}
