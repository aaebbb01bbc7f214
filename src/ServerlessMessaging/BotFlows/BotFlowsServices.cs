using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMessaging.Http;

namespace ServerlessMessaging.BotFlows;

/// <summary>Registers the delivery of events.</summary>
internal static class BotFlowsServices
{
    // A delivery's look-ups, reply and record; where they take longer, the event may be delivered twice.
    private static readonly TimeSpan StorageTime = TimeSpan.FromSeconds(5);

    private const int MaxHeadersInKilobytes = 16;

    public static IServiceCollection AddBotFlows(this IServiceCollection services)
    {
        services.AddOptions<CallbackOptions>().BindConfiguration(CallbackOptions.Section).ValidateDataAnnotations()
            .Validate(
                callbacks => callbacks.DelaysInForce.All(delay => delay > TimeSpan.Zero && delay <= QueueWriter.MaxDelay),
                "Callbacks:RetryDelays must be longer than nothing and shorter than 7 days, which is as long as a queue hides a message.")
            .Validate(
                callbacks => callbacks.Lease >= callbacks.DeliveryTimeout + StorageTime,
                $"Callbacks:Lease must be at least {StorageTime.TotalSeconds} s longer than Callbacks:DeliveryTimeout, or another process could claim an event while it is being delivered.")
            .Validate<IOptions<QueueOptions>>(
                (callbacks, queues) => callbacks.Lease < queues.Value.Lease,
                "Callbacks:Lease must be shorter than Queues:Lease, or a queue message could be delivered again before the lease of its dead owner has ended.")
            .ValidateOnStart();
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
