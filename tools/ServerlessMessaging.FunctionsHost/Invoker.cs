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

    /// <summary>The worker; waits for it while it is being started again.</summary>
    /// <exception cref="FunctionAppHostException">It is not started any more.</exception>
    public Task<WorkerConnection> GetWorkerAsync(CancellationToken cancellationToken) => workers.Current.WaitAsync(cancellationToken);

    public async Task InvokeAsync(InvocationRequest request, CancellationToken cancellationToken)
    {
        var worker = await GetWorkerAsync(cancellationToken);
        await worker.InvokeAsync(request, cancellationToken);
    }
}
