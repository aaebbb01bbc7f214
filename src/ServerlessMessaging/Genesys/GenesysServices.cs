using System.Collections.Frozen;
using ServerlessMessaging.Genesys.Access;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Http;
using ServerlessMessaging.KeyVault;

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

        services.AddConfiguredSecrets(provider => provider.GetRequiredService<IOptions<GenesysOptions>>().Value.Clients.Select(client => new ConfiguredSecret(
            client.SecretName, IsForSending: true, (secrets, end) => secrets.FindAsync(client.SecretName, end), SecretForm.FaultOf)));
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
