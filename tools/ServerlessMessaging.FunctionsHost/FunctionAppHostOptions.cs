using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>What a caller decides about the host; everything else comes from host.json and the app settings.</summary>
public sealed record FunctionAppHostOptions
{
    /// <summary>The port on 127.0.0.1; 0 takes a free one. The host listens nowhere else.</summary>
    public int Port { get; init; }

    /// <summary>App settings for host and worker, which win over the environment and local.settings.json. Keys contain <c>:</c> or <c>__</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether <c>Values</c> of the folder's local.settings.json are app settings where the environment has none of that name.</summary>
    public bool ReadLocalSettings { get; init; } = true;

    /// <summary>The key of every function with the level Function.</summary>
    public string FunctionKey { get; init; } = "local";

    /// <summary>The key of the level Admin and of <c>/admin</c>; it opens every function too.</summary>
    public string MasterKey { get; init; } = "local-master";

    /// <summary>
    /// For tests of crashes: how long the queue listener hides a message, instead of 10 minutes. Whole seconds.
    /// The listener still renews after 5 minutes only, so an invocation that takes longer than this sees its message delivered again.
    /// </summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>How long a stop waits for invocations before it tells the worker to end, which then has 10 seconds. The official host tells it at once.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Adds where logs go to: the host's own and those that the worker sends. The section <c>logging</c> of host.json sets their levels.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>The clock of timers and of the waits between restarts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
