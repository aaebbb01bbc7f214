using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ServerlessMessaging.LocalRuntime;

/// <summary>Takes one request: key, function, answer.</summary>
internal sealed class HttpFunctionHandler(HttpFunction function, FunctionKey key, Invocations invocations, ILogger<HttpFunctionHandler> logger)
{
    private readonly FunctionInvoker _invoker = new(function.Method);
    private readonly HttpArguments _arguments = new(function.Method);
    private readonly Func<object?, Task<IResult>> _resultOf = HttpResults.ReaderOf(function.Method.ReturnType);

    public async Task HandleAsync(HttpContext context)
    {
        if (function.AuthorizationLevel != AuthorizationLevel.Anonymous && !key.IsIn(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var invocation = invocations.Begin();
        context.Response.OnCompleted(() =>
        {
            invocation.Dispose();
            return Task.CompletedTask;
        });
        try
        {
            var result = await InvokeAsync(context, invocation);
            await result.ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception exception)
        {
            // Whatever a function throws, the caller learns nothing of it.
            RuntimeLog.HttpFunctionFailed(logger, exception, function.Name);
            Refuse(context);
        }
    }

    private async Task<IResult> InvokeAsync(HttpContext context, Invocation invocation)
    {
        // Inside a function of the worker the accessor is empty.
        if (context.RequestServices.GetService<IHttpContextAccessor>() is { } accessor)
        {
            accessor.HttpContext = null;
        }

        try
        {
            return await _resultOf(_invoker.Invoke(context.RequestServices, _arguments.Of(context)));
        }
        finally
        {
            invocation.Returned();
        }
    }

    private static void Refuse(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }
}
