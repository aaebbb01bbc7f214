using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ServerlessMessaging.Functions;

/// <summary>Runs each function in the trace that its caller began, also where the worker itself begins no activity: without an exporter, or in a trace that is not sampled.</summary>
public sealed class TraceMiddleware : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var activity = Continue(context.TraceContext);
        await next(context);
    }

    private static Activity? Continue(TraceContext trace) =>
        ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var caller) && Activity.Current?.TraceId != caller.TraceId
            ? new Activity("function") { TraceStateString = caller.TraceState }.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags).Start()
            : null;
}
