using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>Refuses requests of foreign web pages to the control API, also when their host name resolves to this machine.</summary>
internal static class ControlGuard
{
    private static readonly string[] LoopbackHosts = ["127.0.0.1", "localhost", "[::1]"];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Exchange().Area != Area.Control)
        {
            return next(context);
        }

        var request = context.Request;
        if (!LoopbackHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            throw Forbidden("The control API accepts requests to a loopback host only: 127.0.0.1, localhost or [::1]");
        }

        if (request.Headers.Origin.Count > 0
            && !request.Headers.Origin.ToString().Equals($"http://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            throw Forbidden("The control API does not accept requests of other origins");
        }

        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static RefusalException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}
