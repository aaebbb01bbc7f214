using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.FunctionsHost.Protocol;
using ServerlessMessaging.FunctionsHost.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace ServerlessMessaging.FunctionsHost.Http;

/// <summary>Handles one request: checks the key, buffers the body, then runs the invocation and forwards the request concurrently.</summary>
internal sealed class HttpFunctionHandler(HostedFunction function, FunctionKeys keys, Invoker invoker, HttpForwarding forwarding, ILogger logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (!keys.Allow(context.Request, function.AuthorizationLevel))
        {
            HostLog.KeyRefused(logger, function.Name, FunctionKeys.Reason(context.Request, function.AuthorizationLevel));
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (await BufferJsonAsync(context))
        {
            await InvokeAsync(context);
        }
    }

    private async Task InvokeAsync(HttpContext context)
    {
        var isForwarded = false;
        try
        {
            var worker = await invoker.GetWorkerAsync(context.RequestAborted);
            var request = CreateInvocation(context);
            context.Request.Headers["x-ms-invocation-id"] = request.InvocationId;
            var invocation = worker.InvokeAsync(request, context.RequestAborted);
            var (error, exception) = await forwarding.SendAsync(context, worker.HttpUri!);
            if (context.RequestAborted.IsCancellationRequested)
            {
                return;
            }

            if (error != ForwarderError.None)
            {
                var status = StatusOf(exception);
                HostLog.ForwardingFailed(logger, exception, function.Name, $"{error}", status);
                await FailAsync(context, status);
                await invocation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
            }

            isForwarded = true;
            await invocation;
        }
        catch (WorkerEndedException) when (isForwarded && context.Response.HasStarted)
        {
            // The response is complete; a stopping worker may end before it reports the invocation.
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller disconnected.
        }
        catch (Exception exception)
        {
            var status = exception is FunctionAppHostException or WorkerEndedException ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
            HostLog.HttpFunctionFailed(logger, exception, function.Name, status);
            await FailAsync(context, status);
        }
    }

    // The official host reads a JSON body for its bindings, so a body that is incomplete, slow or too large does not reach the function.
    private async Task<bool> BufferJsonAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            context.Request.EnableBuffering();
            await context.Request.Body.DrainAsync(context.RequestAborted);
            context.Request.Body.Position = 0;
            return true;
        }
        catch (Exception exception) when (exception is IOException or BadHttpRequestException or OperationCanceledException)
        {
            HostLog.BodyUnreadable(logger, exception, function.Name);
            await FailAsync(context, StatusCodes.Status500InternalServerError);
            return false;
        }
    }

    private InvocationRequest CreateInvocation(HttpContext context)
    {
        var headers = context.Request.Headers;
        var request = Invoker.CreateRequest(function, new TypedData { Http = new() });
        request.TraceContext = new RpcTraceContext { TraceParent = headers.TraceParent.ToString(), TraceState = headers.TraceState.ToString() };
        foreach (var (name, value) in context.Request.RouteValues.Where(pair => pair.Value is not null))
        {
            request.TriggerMetadata[name] = new TypedData { String = Convert.ToString(value, CultureInfo.InvariantCulture) };
        }

        return request;
    }

    private static int StatusOf(Exception? exception) => exception is HttpRequestException ? StatusCodes.Status502BadGateway : StatusCodes.Status500InternalServerError;

    // Completes the response although the function may still run.
    private static async Task FailAsync(HttpContext context, int status)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = status;
        await context.Response.CompleteAsync();
    }
}
