using ServerlessMessaging.Simulator.Faults;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>/simulator/faults: sets, lists and clears faults.</summary>
internal sealed class FaultsEndpoints(FaultList faults)
{
    public Task ListAsync(HttpContext context) => JsonResponse.WriteAsync(context, new { Items = faults.Read() });

    public Task AddAsync(HttpContext context)
    {
        var fault = FaultReader.Read(StrictJson.Parse(context.Exchange().Body));
        return faults.TryAdd(fault)
            ? JsonResponse.WriteAsync(context, StatusCodes.Status201Created, fault)
            : throw new RefusalException(StatusCodes.Status409Conflict, "Too many faults are set: clear them first");
    }

    public Task ClearAsync(HttpContext context)
    {
        faults.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
