using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Middleware;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging.Functions;

/// <summary>Runs every invocation in its caller's trace and log category, counts it until it ends, and turns an unexpected exception into a response.</summary>
public sealed partial class InvocationMiddleware(RunningInvocations running, HttpResponses responses, ILogger<InvocationMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        LogCategory.Current = $"{LogCategory.Prefix}.{context.FunctionDefinition.Name}";
        using var activity = ContinueTrace(context.TraceContext);
        if (context.GetHttpContext() is { } http)
        {
            // Counted until the response is written.
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
        // A response is valid for one request at one moment.
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
            Log.Unexpected(logger, context.FunctionDefinition.Name, exception);
            // Genesys sends a webhook again after 503; its sender gets no details.
            context.GetInvocationResult().Value = context.FunctionDefinition.Name == nameof(ReceiveWebhook)
                ? TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable)
                : responses.Problem(http.Request, new(ErrorCodes.Unexpected, "The error is not in your request. Try again; if it lasts, look for event 14099 in the log of the application."));
        }
    }

    // The worker starts no activity without an exporter or in a trace that is not sampled.
    private static Activity? ContinueTrace(TraceContext trace) =>
        ActivityContext.TryParse(trace.TraceParent, trace.TraceState, out var caller) && Activity.Current?.TraceId != caller.TraceId
            ? new Activity("function") { TraceStateString = caller.TraceState }.SetParentId(caller.TraceId, caller.SpanId, caller.TraceFlags).Start()
            : null;

    private static partial class Log
    {
        [LoggerMessage(EventIds.FunctionFailedUnexpectedly, LogLevel.Error, "Function {Function} failed with an unexpected exception; report it with its stack trace")]
        public static partial void Unexpected(ILogger logger, string function, Exception exception);
    }
}
