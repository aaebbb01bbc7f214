namespace ServerlessMessaging.Simulator.Http;

/// <summary>Creates the exchange of every request and converts refusals into the area's error body.</summary>
internal sealed class ErrorHandlingMiddleware(Func<HttpRequest, Area> getArea, string correlationHeader)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var exchange = new Exchange(getArea(context.Request));
        context.Features.Set(exchange);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[correlationHeader] = exchange.ContextId;
            return Task.CompletedTask;
        });
        context.Response.OnCompleted(() =>
        {
            exchange.AfterResponse.ForEach(action => action());
            return Task.CompletedTask;
        });

        try
        {
            await next(context);
            if (!context.Response.HasStarted && EmptyRefusal(context.Response.StatusCode) is { } refusal)
            {
                await RefuseAsync(context, refusal);
            }
        }
        catch (RefusalException refusal)
        {
            await RefuseAsync(context, refusal);
        }
        catch (BadHttpRequestException malformed)
        {
            await RefuseAsync(context, new RefusalException(malformed.StatusCode, malformed.Message));
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected.
        }
    }

    // Routing sets these two statuses without a body.
    private static RefusalException? EmptyRefusal(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "The requested resource was not found"),
        StatusCodes.Status405MethodNotAllowed => new(status, "The method is not allowed for the requested resource"),
        _ => null,
    };

    private static Task RefuseAsync(HttpContext context, RefusalException refusal)
    {
        var exchange = context.Exchange();
        return JsonResponse.WriteAsync(context, refusal.Status, exchange.Area.ErrorBody(refusal, exchange.ContextId));
    }
}
