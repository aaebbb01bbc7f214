using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Functions;

/// <summary>What every invocation needs: it continues its caller's trace, is counted until it ends, and an unforeseen exception becomes a response that says so.</summary>
public sealed partial class InvocationMiddleware(RunningInvocations running, HttpResponses responses, ILogger<InvocationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var activity = ContinueTrace(context.TraceContext);
        if (context.GetHttpContext() is { } http)
        {
            // Until the response is written, not only made.
            http.Response.RegisterForDispose(running.Begin());
            await RespondAsync(context, http, next);
        }
        else
        {
            using var invocation = running.Begin();
            await next(context);
        }
    }

    private async Task RespondAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        // A response describes one request at one moment.
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            context.GetInvocationResult().Value = Results.Empty;
        }
        catch (Exception exception)
        {
            Log.Unexpected(logger, exception);
            // Genesys repeats a webhook after 503; its sender learns nothing more.
            context.GetInvocationResult().Value = context.FunctionDefinition.Name == nameof(ReceiveWebhook)
                ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : responses.Problem(http.Request, new(ErrorCodes.Unexpected, "Nothing in your request explains this. Try again; if it lasts, look at the application's log for event 14099."));
        }
    }

    // Also where the worker itself begins no activity: without an exporter, or in a trace that is not sampled.
    private static Activity? ContinueTrace(TraceContext trace) =>
        ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var caller) && Activity.Current?.TraceId != caller.TraceId
            ? new Activity("function") { TraceStateString = caller.TraceState }.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags).Start()
            : null;

    private static partial class Log
    {
        [LoggerMessage(EventIds.FunctionFailedUnexpectedly, LogLevel.Error, "Function {Function} failed with an unexpected exception; report it with its stack trace")]
        public static partial void Unexpected(ILogger logger, Exception exception);
    }
}
