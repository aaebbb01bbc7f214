using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Http;

/// <summary>How every HTTP client of the library is set up. Time limits are its caller's.</summary>
internal static class OutboundHttp
{
    private const int MaxHeadersInKilobytes = 16;

    /// <summary>Registers a client that follows no redirect, keeps no cookie and logs no address, because addresses hold the ids of users and channels.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="configure">What this client needs besides.</param>
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
                handler.MaxResponseHeadersLength = MaxHeadersInKilobytes;
                configure(handler, provider);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services;
    }
}
