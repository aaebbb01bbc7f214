using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;

namespace ServerlessMessaging.Genesys;

/// <summary>Registers the platform.</summary>
internal static class GenesysServices
{
    public static IServiceCollection AddGenesys(this IServiceCollection services)
    {
        services.AddOptions<GenesysOptions>().BindConfiguration(GenesysOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GenesysOptions>, GenesysOptionsValidator>();

        // The factory's own log lines would name users and channels.
        services.AddHttpClient(CallAttempt.ClientName)
            .RemoveAllLoggers()
            .ConfigureHttpClient(client =>
            {
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("ServerlessMessaging");
            })
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.AllowAutoRedirect = false;
                handler.UseCookies = false;
                // Our own activity names no user or channel, and passes nothing on but the trace.
                handler.ActivityHeadersPropagator = null;
                handler.AutomaticDecompression = DecompressionMethods.All;
                handler.ConnectTimeout = TimeSpan.FromSeconds(5);
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
            })
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);

        return services
            .AddSingleton<CallAttempt>()
            .AddSingleton<WatchedAttempt>()
            .AddSingleton<GenesysServers>()
            .AddSingleton<GenesysCondition>()
            .AddSingleton<TokenEndpoint>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<OAuthClients>()
            .AddSingleton<GenesysApi>()
            .AddSingleton<UserDirectory>()
            .AddRoutes();
    }

    private static IServiceCollection AddRoutes(this IServiceCollection services)
    {
        services.AddOptions<MessagingEventsOptions>().BindConfiguration(MessagingEventsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IMessageRoute, OpenMessagingRoute>()
            .AddSingleton<MessagingEventsRoute>()
            .AddSingleton<IMessageRoute>(provider => provider.GetRequiredService<MessagingEventsRoute>())
            .AddSingleton<IMessageRoute, AgentlessRoute>()
            .AddSingleton<IMessageRoute, BotSessionRoute>()
            .AddSingleton<MessageRoutes>();
    }
}
