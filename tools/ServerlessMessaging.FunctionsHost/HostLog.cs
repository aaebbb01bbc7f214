using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>What the host itself logs, event ids 9000 to 9099.</summary>
internal static partial class HostLog
{
    public const string Category = "Host";

    [LoggerMessage(9000, LogLevel.Information, "Function {Function}: {Trigger} {Source}")]
    public static partial void FunctionFound(ILogger logger, string function, string trigger, string? source);

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed; the caller gets an empty {Status}")]
    public static partial void HttpFunctionFailed(ILogger logger, Exception exception, string function, int status);

    [LoggerMessage(9002, LogLevel.Warning, "The request to function {Function} could not be passed to the worker ({Error}); the caller gets an empty {Status}")]
    public static partial void ForwardingFailed(ILogger logger, Exception? exception, string function, string error, int status);

    [LoggerMessage(9003, LogLevel.Warning, "The body of a request to function {Function} could not be read; the caller gets an empty 500 and the function is not called")]
    public static partial void BodyUnreadable(ILogger logger, Exception exception, string function);

    [LoggerMessage(9004, LogLevel.Warning, "Message {MessageId} of queue {Queue} stays hidden until its lease ends, because the worker ended")]
    public static partial void MessageLeftLeased(ILogger logger, string messageId, string queue);

    [LoggerMessage(9012, LogLevel.Error, "A queue listener failed; all are started anew in {Delay}")]
    public static partial void ListenersRestart(ILogger logger, Exception exception, TimeSpan delay);

    [LoggerMessage(9005, LogLevel.Error, "Function {Function} failed; it was started by {Cause}")]
    public static partial void FunctionFailed(ILogger logger, Exception exception, string function, string cause);

    [LoggerMessage(9006, LogLevel.Information, "Worker {WorkerId} runs {Count} functions")]
    public static partial void WorkerReady(ILogger logger, string workerId, int count);

    [LoggerMessage(9007, LogLevel.Error, "The worker ended; start {Attempt} of {MaxAttempts} follows in {Delay}")]
    public static partial void WorkerRestarts(ILogger logger, Exception? exception, int attempt, int maxAttempts, TimeSpan delay);

    [LoggerMessage(9008, LogLevel.Critical, "The worker ended again after {Restarts} new starts and is not started any more")]
    public static partial void WorkerNotRestarted(ILogger logger, int restarts);

    [LoggerMessage(9009, LogLevel.Warning, "Invocations were still running after {Timeout}; the worker is asked to end without them")]
    public static partial void DrainTimedOut(ILogger logger, TimeSpan timeout);

    [LoggerMessage(9010, LogLevel.Warning, "The worker did not end within {Timeout} and is killed")]
    public static partial void WorkerKilled(ILogger logger, TimeSpan timeout);

    [LoggerMessage(9011, LogLevel.Information, "Timer function {Function} runs next at {Next:u}")]
    public static partial void TimerScheduled(ILogger logger, string function, DateTime next);
}
