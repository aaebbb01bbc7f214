using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>Keeps web pages of others away from the control API, even when a name of theirs leads to this machine.</summary>
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
            throw Forbidden("The control API answers only when it is called by a loopback name: 127.0.0.1, localhost or [::1]");
        }

        if (request.Headers.Origin.Count > 0
            && !request.Headers.Origin.ToString().Equals($"http://{request.Host}", StringComparison.OrdinalIgnoreCase))
        {
            throw Forbidden("The control API does not answer web pages of other origins");
        }

        context.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static RefusalException Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);
}
