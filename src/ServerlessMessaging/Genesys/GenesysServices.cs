using System.Collections.Frozen;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.Genesys;

/// <summary>Registers the platform.</summary>
internal static class GenesysServices
{
    public static IServiceCollection AddGenesys(this IServiceCollection services)
    {
        services.AddOptions<GenesysOptions>().BindConfiguration(GenesysOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<GenesysOptions>, GenesysOptionsValidator>();
        services.AddOptions<MessagingEventsOptions>().BindConfiguration(MessagingEventsOptions.Section).ValidateDataAnnotations().ValidateOnStart();

        services.AddOutboundHttpClient(GenesysHttpClient.HttpClientName, (handler, _) =>
        {
            handler.AutomaticDecompression = DecompressionMethods.All;
            handler.ConnectTimeout = TimeSpan.FromSeconds(5);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(15);
        });

        return services
            .AddKeyedSingleton<GenesysHttpClient>(GenesysHttpClient.Login)
            .AddKeyedSingleton<GenesysHttpClient>(GenesysHttpClient.Api)
            .AddSingleton<GenesysStatus>()
            .AddSingleton<OAuthClients>()
            .AddSingleton<GenesysApi>()
            .AddSingleton<UserDirectory>()
            .AddSingleton<IMessageRoute, OpenMessagingRoute>()
            .AddSingleton<MessagingEventsRoute>()
            .AddSingleton<IMessageRoute>(provider => provider.GetRequiredService<MessagingEventsRoute>())
            .AddSingleton<IMessageRoute, AgentlessRoute>()
            .AddSingleton<IMessageRoute, BotSessionRoute>()
            .AddSingleton<IReadOnlyDictionary<SendRoute, IMessageRoute>>(provider => provider.GetServices<IMessageRoute>().ToFrozenDictionary(route => route.Kind));
    }
}
