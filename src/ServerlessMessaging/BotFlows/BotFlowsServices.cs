using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.BotFlows;

/// <summary>Registers the delivery of events.</summary>
internal static class BotFlowsServices
{
    private const int MaxHeadersInKilobytes = 16;

    public static IServiceCollection AddBotFlows(this IServiceCollection services)
    {
        services.AddOptions<BotFlowsOptions>().BindConfiguration(BotFlowsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BotFlowsOptions>, BotFlowsValidator>();
        // The development host registers its own.
        services.TryAddSingleton(new BotFlowAddresses(allowLoopback: false));
        services.TryAddSingleton<IAddressResolver, DnsAddressResolver>();
        return services
            .AddClient(BotFlowClient.PublicClient, allowPrivate: false)
            .AddClient(BotFlowClient.PrivateClient, allowPrivate: true)
            .AddSingleton<BotFlowConnector>()
            .AddSingleton<BotFlowClient>()
            .AddSingleton<EventRouter>()
            .AddSingleton<ReplySender>()
            .AddSingleton<EventDeliveries>()
            .AddSingleton<EventDeliverer>();
    }

    private static IServiceCollection AddClient(this IServiceCollection services, string name, bool allowPrivate) => services.AddOutboundHttpClient(name, (handler, provider) =>
    {
        // A proxy would bypass the address check; a decompressed response could have any size.
        handler.UseProxy = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.MaxResponseHeadersLength = MaxHeadersInKilobytes;
        // A changed DNS entry is resolved again.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        var connector = provider.GetRequiredService<BotFlowConnector>();
        handler.ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken);
    });
}
