using System.Globalization;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.RateLimit;

namespace ServerlessMessaging.Simulator.Faults;

/// <summary>Applies the configured faults to the requests that they match.</summary>
internal sealed class FaultInjection(FaultList faults, TimeProvider timeProvider)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var fault = context.Exchange().Area.IsRecorded ? faults.Take(context.Request.Method, context.Target()) : null;
        if (fault is null)
        {
            await next(context);
            return;
        }

        var hidesResponse = fault.DropConnection || fault.Status is not null;
        if (fault.When == FaultTime.After && hidesResponse)
        {
            await ProcessWithoutResponseAsync(context, next);
        }

        if (fault.When == FaultTime.After && !hidesResponse)
        {
            context.Response.OnStarting(() => WaitAsync(context, fault));
            await next(context);
            return;
        }

        await WaitAsync(context, fault);
        if (fault.DropConnection)
        {
            context.Exchange().Recorded!.IsDropped = true;
            context.Abort();
        }
        else if (fault.Status is { } status)
        {
            await RespondAsync(context, fault, status);
        }
        else
        {
            await next(context);
        }
    }

    private Task WaitAsync(HttpContext context, Fault fault) => fault.Delay is { } seconds
        ? Task.Delay(TimeSpan.FromSeconds(seconds), timeProvider, context.RequestAborted)
        : Task.CompletedTask;

    /// <summary>Processes the request and discards the response.</summary>
    private static async Task ProcessWithoutResponseAsync(HttpContext context, RequestDelegate next)
    {
        var body = context.Response.Body;
        context.Response.Body = Stream.Null;
        try
        {
            await next(context);
        }
        catch (RefusalException)
        {
            // A refusal is a response too, and is discarded.
        }
        finally
        {
            context.Response.Body = body;
        }

        context.Response.Clear();
    }

    private static async Task RespondAsync(HttpContext context, Fault fault, int status)
    {
        if (fault.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (fault.Body is { } body)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(body, context.RequestAborted);
        }
        else if (status < StatusCodes.Status400BadRequest)
        {
            context.Response.StatusCode = status;
        }
        else
        {
            throw status == StatusCodes.Status429TooManyRequests
                ? RateLimiting.TooManyRequests(fault.RetryAfter ?? 1)
                : new RefusalException(status, "The simulator was configured to fail");
        }
    }
}
