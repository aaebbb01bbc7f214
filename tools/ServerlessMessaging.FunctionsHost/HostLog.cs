using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>The log events of the host, ids 9000 to 9099.</summary>
internal static partial class HostLog
{
    public const string Category = "Host";

    [LoggerMessage(9000, LogLevel.Information, "Function {Function} found, trigger {Trigger} {Source}")]
    public static partial void FunctionFound(ILogger logger, string function, string trigger, string? source);

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed; the caller receives an empty response with status {Status}")]
    public static partial void HttpFunctionFailed(ILogger logger, Exception exception, string function, int status);

    [LoggerMessage(9002, LogLevel.Warning, "The request to function {Function} could not be forwarded to the worker ({Error}); the caller receives an empty response with status {Status}")]
    public static partial void ForwardingFailed(ILogger logger, Exception? exception, string function, string error, int status);

    [LoggerMessage(9003, LogLevel.Warning, "The body of a request to function {Function} could not be read; the function is not called and the caller receives an empty response with status 500")]
    public static partial void BodyUnreadable(ILogger logger, Exception exception, string function);

    [LoggerMessage(9004, LogLevel.Warning, "Message {MessageId} of queue {Queue} was in process when the worker ended; it is delivered again when its visibility timeout expires")]
    public static partial void MessageLeftLeased(ILogger logger, string messageId, string queue);

    [LoggerMessage(9005, LogLevel.Error, "Function {Function} failed, started by {Cause}")]
    public static partial void FunctionFailed(ILogger logger, Exception exception, string function, string cause);

    [LoggerMessage(9006, LogLevel.Information, "Worker {WorkerId} is ready with {Count} functions")]
    public static partial void WorkerReady(ILogger logger, string workerId, int count);

    [LoggerMessage(9007, LogLevel.Error, "The worker ended; restart {Restart} of {MaxRestarts} follows in {Delay}")]
    public static partial void WorkerRestarts(ILogger logger, Exception? exception, int restart, int maxRestarts, TimeSpan delay);

    [LoggerMessage(9008, LogLevel.Critical, "The worker ended again after {Restarts} restarts and is not restarted; find the cause in the logs above and restart the host")]
    public static partial void WorkerNotRestarted(ILogger logger, int restarts);

    [LoggerMessage(9009, LogLevel.Warning, "Invocations were still running after the drain timeout of {Timeout}; the worker is stopped, requests are aborted and messages are released")]
    public static partial void DrainTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(9010, LogLevel.Warning, "The worker did not stop within {Timeout} and is killed; messages in process are delivered again")]
    public static partial void WorkerKilled(ILogger logger, TimeSpan timeout);

    [LoggerMessage(9011, LogLevel.Information, "Timer function {Function} runs next at {Next:u}")]
    public static partial void TimerScheduled(ILogger logger, string function, DateTime next);

    [LoggerMessage(9012, LogLevel.Error, "A queue listener failed; all queue listeners restart in {Delay}")]
    public static partial void ListenersRestart(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(9013, LogLevel.Warning, "A request to function {Function} refused with 401: {Reason}; send the key of this host in the header x-functions-key")]
    public static partial void KeyRefused(ILogger logger, string function, string reason);
}
