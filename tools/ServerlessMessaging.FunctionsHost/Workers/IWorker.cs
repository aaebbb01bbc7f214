using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Rpc;

namespace ServerlessMessaging.FunctionsHost.Workers;

/// <summary>The arguments of a worker.</summary>
internal sealed record WorkerStart(string WorkerId, Uri Host, IReadOnlyDictionary<string, string?> Settings, ILoggerFactory Loggers);

internal interface IWorker : IAsyncDisposable
{
    /// <summary>Completes when the worker has ended, with its last output; never for a worker in this process.</summary>
    Task<string> Ended { get; }

    /// <summary>The services of a worker in this process.</summary>
    IServiceProvider? Services { get; }

    /// <summary>Requests the end of the worker and waits for it.</summary>
    /// <exception cref="TimeoutException">The worker did not end in time.</exception>
    Task StopAsync(WorkerChannel channel, TimeSpan timeout);

    void Kill();
}
