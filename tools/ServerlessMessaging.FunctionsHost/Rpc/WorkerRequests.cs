using ServerlessMessaging.FunctionsHost.Protocol;

namespace ServerlessMessaging.FunctionsHost.Rpc;

/// <summary>The requests of the protocol; each checks the result in the response.</summary>
internal static class WorkerRequests
{
    private const string InitKey = "init";
    private const string MetadataKey = "metadata";

    public static async Task<WorkerInitResponse> InitializeAsync(this WorkerChannel channel, string folder)
    {
        var request = new WorkerInitRequest { HostVersion = "4.0.0", FunctionAppDirectory = folder };
        var response = (await channel.RequestAsync(InitKey, new() { WorkerInitRequest = request })).WorkerInitResponse;
        Check(response.Result, "The worker could not initialize");
        return response;
    }

    public static async Task<IReadOnlyList<RpcFunctionMetadata>> GetFunctionsAsync(this WorkerChannel channel, string folder)
    {
        var request = new FunctionsMetadataRequest { FunctionAppDirectory = folder };
        var response = (await channel.RequestAsync(MetadataKey, new() { FunctionsMetadataRequest = request })).FunctionMetadataResponse;
        Check(response.Result, "The worker could not list its functions");
        return response.Results;
    }

    public static async Task LoadAsync(this WorkerChannel channel, RpcFunctionMetadata function)
    {
        var request = new FunctionLoadRequest { FunctionId = function.FunctionId, Metadata = function };
        var response = (await channel.RequestAsync(LoadKey(function.FunctionId), new() { FunctionLoadRequest = request })).FunctionLoadResponse;
        Check(response.Result, $"The worker could not load function {function.Name}");
    }

    /// <summary>Runs a function. A cancellation is sent to the worker, whose response is still awaited.</summary>
    /// <exception cref="WorkerReportedException">The function failed.</exception>
    /// <exception cref="WorkerEndedException">The worker ended first.</exception>
    public static async Task InvokeAsync(this WorkerChannel channel, InvocationRequest request, CancellationToken cancellationToken)
    {
        // The worker requires this member even without a trace.
        request.TraceContext ??= new RpcTraceContext();
        var response = channel.RequestAsync(request.InvocationId, new() { InvocationRequest = request });
        await using var cancellation = cancellationToken.UnsafeRegister(
            _ => channel.Send(new() { InvocationCancel = new InvocationCancel { InvocationId = request.InvocationId } }), null);
        var result = (await response).InvocationResponse.Result;
        if (result.Status != StatusResult.Types.Status.Success)
        {
            throw new WorkerReportedException(result.Exception);
        }
    }

    public static string KeyOf(StreamingMessage message) => message.ContentCase switch
    {
        StreamingMessage.ContentOneofCase.InvocationResponse => message.InvocationResponse.InvocationId,
        StreamingMessage.ContentOneofCase.FunctionLoadResponse => LoadKey(message.FunctionLoadResponse.FunctionId),
        StreamingMessage.ContentOneofCase.WorkerInitResponse => InitKey,
        StreamingMessage.ContentOneofCase.FunctionMetadataResponse => MetadataKey,
        _ => string.Empty,
    };

    private static string LoadKey(string functionId) => $"load {functionId}";

    private static void Check(StatusResult? result, string failure)
    {
        if (result is { Status: not StatusResult.Types.Status.Success })
        {
            var exception = new WorkerReportedException(result.Exception);
            throw new FunctionAppHostException($"{failure}: {exception.Message}", exception);
        }
    }
}
