using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>A failure that the worker reported; its text holds the worker's exception with its stack.</summary>
internal sealed class WorkerReportedException(RpcException? exception) : Exception(exception?.Message is { Length: > 0 } message ? message : "The worker reported no reason.")
{
    public override string ToString() => $"{exception?.Type}: {exception?.Message}{Environment.NewLine}{exception?.StackTrace}";
}

/// <summary>The worker or its stream ended before it answered.</summary>
internal sealed class WorkerEndedException() : Exception("The worker ended before it answered.");
