using System.Globalization;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Login;

namespace ServerlessMessaging.Simulator.RateLimit;

/// <summary>Tells every API request its share of the limit and refuses what goes beyond it.</summary>
internal sealed class RateLimiting(RateLimiter limiter, AccessTokens tokens)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var exchange = context.Exchange();
        if (!exchange.Area.IsRateLimited)
        {
            return next(context);
        }

        exchange.Caller = Caller.Identify(context.Request.Headers.Authorization, tokens);
        var window = limiter.Count(exchange.Caller.ClientId);

        // On starting, so that a fault which clears the answer keeps the headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers["inin-ratelimit-count"] = Text(window.Count);
            context.Response.Headers["inin-ratelimit-allowed"] = Text(window.Allowed);
            context.Response.Headers["inin-ratelimit-reset"] = Text(window.ResetSeconds);
            return Task.CompletedTask;
        });

        if (window.IsExceeded)
        {
            context.Response.Headers.RetryAfter = Text(window.ResetSeconds);
            throw TooManyRequests(window.ResetSeconds);
        }

        return next(context);
    }

    public static RefusalException TooManyRequests(int seconds) => new(
        StatusCodes.Status429TooManyRequests,
        string.Create(CultureInfo.InvariantCulture, $"Rate limit exceeded the maximum. Retry the request in [{seconds}] seconds"));

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
