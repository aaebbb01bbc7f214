using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>A failure reported by the worker. The message is its first line; ToString returns the exception of the worker with its stack trace.</summary>
internal sealed class WorkerReportedException(RpcException? exception) : Exception(FirstLine(exception?.Message))
{
    private static string FirstLine(string? message) => message?.Split('\n')[0].Trim() is { Length: > 0 } line ? line : "The worker reported no reason.";

    public override string ToString() => $"{exception?.Type}: {exception?.Message}{Environment.NewLine}{exception?.StackTrace}";
}

/// <summary>The worker or its stream ended before the response.</summary>
internal sealed class WorkerEndedException() : Exception("The worker ended before it responded.");
