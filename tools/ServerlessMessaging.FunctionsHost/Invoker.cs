using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Workers;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Invokes functions in the current worker.</summary>
internal sealed class Invoker(WorkerSupervisor workers)
{
    public static InvocationRequest CreateRequest(HostedFunction function, TypedData input) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Id,
        InputData = { new ParameterBinding { Name = function.ParameterName, Data = input } },
    };

    /// <summary>The current worker with loaded functions; waits while it restarts.</summary>
    /// <exception cref="FunctionAppHostException">The worker ended too often and is not restarted.</exception>
    public async Task<WorkerConnection> GetWorkerAsync(CancellationToken cancellationToken)
    {
        var worker = await workers.Current.WaitAsync(cancellationToken);
        await worker.Loaded.WaitAsync(cancellationToken);
        return worker;
    }

    public async Task InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var worker = await GetWorkerAsync(cancellationToken);
        await worker.InvokeAsync(request, cancellationToken);
    }
}
