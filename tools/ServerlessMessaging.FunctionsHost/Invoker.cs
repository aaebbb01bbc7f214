using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Workers;

namespace ServerlessMessaging.FunctionsHost;

/// <summary>Runs functions in whichever worker is there.</summary>
internal sealed class Invoker(WorkerSupervisor workers)
{
    public static InvocationRequest CreateRequest(HostedFunction function, TypedData input) => new()
    {
        InvocationId = Guid.NewGuid().ToString(),
        FunctionId = function.Id,
        InputData = { new ParameterBinding { Name = function.ParameterName, Data = input } },
    };

    /// <summary>The worker, ready to run functions; waits for it while it is being started again.</summary>
    /// <exception cref="FunctionAppHostException">It is not started any more.</exception>
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
