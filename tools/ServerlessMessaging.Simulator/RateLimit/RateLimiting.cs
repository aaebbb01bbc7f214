using System.Globalization;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Login;

namespace ServerlessMessaging.Simulator.RateLimit;

/// <summary>Adds the rate limit headers to every API response and refuses requests above the limit.</summary>
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

        // On starting, so that the headers survive a fault that clears the response.
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
