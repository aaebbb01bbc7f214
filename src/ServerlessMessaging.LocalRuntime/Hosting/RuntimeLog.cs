using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Everything this runtime logs, event ids 9000 to 9099.</summary>
internal static partial class RuntimeLog
{
    [LoggerMessage(9000, LogLevel.Information, "Function {Function}: {Trigger}")]
    public static partial void FunctionFound(ILogger logger, string function, string trigger);

    [LoggerMessage(9001, LogLevel.Error, "Function {Function} failed; the caller gets an empty 500")]
    public static partial void HttpFunctionFailed(ILogger logger, Exception exception, string function);

    [LoggerMessage(9002, LogLevel.Error, "Function {Function} failed on message {MessageId}, delivery {DequeueCount}")]
    public static partial void QueueFunctionFailed(ILogger logger, Exception exception, string function, string messageId, long dequeueCount);

    [LoggerMessage(9003, LogLevel.Warning, "Message {MessageId} of function {Function} moves to queue {PoisonQueue} after delivery {DequeueCount}")]
    public static partial void MessagePoisoned(ILogger logger, string function, string messageId, string poisonQueue, long dequeueCount);

    [LoggerMessage(9004, LogLevel.Error, "Queue {Queue} of function {Function} cannot be read; the next try follows")]
    public static partial void ReceiveFailed(ILogger logger, Exception exception, string function, string queue);

    [LoggerMessage(9005, LogLevel.Error, "The lease of message {MessageId} of queue {Queue} could not be renewed; the next try follows")]
    public static partial void RenewalFailed(ILogger logger, Exception exception, string queue, string messageId);

    [LoggerMessage(9006, LogLevel.Warning, "The lease of message {MessageId} of queue {Queue} is lost: the message is gone or somebody else has it")]
    public static partial void LeaseLost(ILogger logger, string queue, string messageId);

    [LoggerMessage(9007, LogLevel.Error, "Message {MessageId} of function {Function} could not be settled; it comes back when its lease ends")]
    public static partial void SettlingFailed(ILogger logger, Exception exception, string function, string messageId);

    [LoggerMessage(9008, LogLevel.Warning, "{Count} invocations still ran when the runtime stopped and were left behind")]
    public static partial void InvocationsAbandoned(ILogger logger, int count);

    [LoggerMessage(9009, LogLevel.Debug, "Queue {Queue} of function {Function} does not exist yet")]
    public static partial void QueueMissing(ILogger logger, string function, string queue);
}
