namespace ServerlessMessaging.Http;

internal static class OutboundHttp
{
    /// <summary>
    /// Registers a client that follows no redirect, keeps no cookie and logs no address, because addresses have the ids of users and channels.
    /// It has no time limit: the caller sets one.
    /// </summary>
    public static IServiceCollection AddOutboundHttpClient(this IServiceCollection services, string name, Action<SocketsHttpHandler, IServiceProvider> configure)
    {
        services.AddHttpClient(name)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("ServerlessMessaging");
            })
            .UseSocketsHttpHandler((handler, provider) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                // The activity of the application names no address, and propagates the trace only.
                handler.ActivityHeadersPropagator = null;
                configure(handler, provider);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services;
    }
}
