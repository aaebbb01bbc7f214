namespace ServerlessMessaging.Http;

internal static class OutboundHttp
{
    /// <summary>
    /// Registers a client that follows no redirect, keeps no cookie and logs no address, because addresses hold the ids of users and channels.
    /// It has no time limit: that is its caller's.
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
                // Our own activity names no address, and passes nothing on but the trace.
                handler.ActivityHeadersPropagator = null;
                configure(handler, provider);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services;
    }
}
