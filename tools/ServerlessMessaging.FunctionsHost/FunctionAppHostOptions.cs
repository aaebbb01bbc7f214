using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Options of the host; everything else comes from host.json and the app settings.</summary>
public sealed record FunctionAppHostOptions
{
    /// <summary>The port on 127.0.0.1, the only address that the host listens on; 0 chooses a free one.</summary>
    public int Port { get; init; }

    /// <summary>App settings for host and worker, which override the environment and local.settings.json. Keys contain <c>:</c> or <c>__</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether <c>Values</c> of the folder's local.settings.json are app settings; environment variables override them.</summary>
    public bool ReadLocalSettings { get; init; } = true;

    /// <summary>The key of all functions with the authorization level Function.</summary>
    public string FunctionKey { get; init; } = "local";

    /// <summary>The key of the authorization level Admin and of <c>/admin</c>; every function accepts it too.</summary>
    public string MasterKey { get; init; } = "local-master";

    /// <summary>
    /// For tests of crashes: the visibility timeout of messages in process, in whole seconds; null for the listener's 10 minutes.
    /// The listener renews it after 5 minutes only, so a longer invocation has its message delivered again.
    /// </summary>
    public TimeSpan? QueueLease { get; init; }

    /// <summary>How long a stop waits for invocations before it stops the worker, which then has 10 seconds to end. The official host does not wait.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Adds providers for the logs of the host and of the worker. The section <c>logging</c> of host.json sets the levels.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>The clock of timers and of restart delays.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
