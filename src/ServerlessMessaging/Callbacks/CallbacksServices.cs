using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMessaging.Callbacks.BotFlows;
using ServerlessMessaging.Callbacks.Deliveries;
using ServerlessMessaging.Callbacks.Delivery;
using ServerlessMessaging.Callbacks.Receipts;
using ServerlessMessaging.Callbacks.Receiving;
using ServerlessMessaging.Callbacks.Replies;
using ServerlessMessaging.Callbacks.Routing;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Http;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks;

/// <summary>Registers the way back.</summary>
internal static class CallbacksServices
{
    // A delivery's look-ups, reply and record; where they take longer, the event may come twice.
    private static readonly TimeSpan StorageTime = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations()
            .Validate(webhooks => webhooks.SecretNames.All(SecretName.IsValid), "Webhook:SecretNames must be names of secrets in Key Vault: 1 to 127 letters, digits and dashes.")
            .ValidateOnStart();
        services.AddOptions<CallbackOptions>().BindConfiguration(CallbackOptions.Section).ValidateDataAnnotations()
            .Validate(
                callbacks => callbacks.DelaysInForce.All(delay => delay > TimeSpan.Zero && delay <= QueueWriter.MaxDelay),
                "Callbacks:RetryDelays must be longer than nothing and shorter than 7 days, which is as long as a queue hides a message.")
            .Validate(
                callbacks => callbacks.Lease >= callbacks.DeliveryTimeout + StorageTime,
                $"Callbacks:Lease must be at least {StorageTime.TotalSeconds} s longer than Callbacks:DeliveryTimeout, or an event could be taken over while it is being delivered.")
            .Validate<IOptions<QueueOptions>>(
                (callbacks, queues) => callbacks.Lease < queues.Value.Lease,
                "Callbacks:Lease must be shorter than Queues:Lease, or a queue message could come back before its dead owner has lost it.")
            .ValidateOnStart();
        services.AddOptions<BotFlowsOptions>().BindConfiguration(BotFlowsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BotFlowsOptions>, BotFlowsValidator>();
        // Development registers its own before.
        services.TryAddSingleton(new BotFlowAddresses(allowLoopback: false));
        services.TryAddSingleton<IAddressResolver, DnsAddressResolver>();
        services.AddClient(BotFlowPost.PublicClient, allowPrivate: false).AddClient(BotFlowPost.PrivateClient, allowPrivate: true);
        return services
            .AddSingleton<BotFlowConnector>()
            .AddSingleton<BotFlowPost>()
            .AddSingleton<BotFlowQueue>()
            .AddSingleton<BotFlowDelivery>()
            .AddSingleton<BotFlowRouter>()
            .AddSingleton<RequestFinder>()
            .AddSingleton<ReceiptRecorder>()
            .AddSingleton<ReplySender>()
            .AddSingleton<EventDeliveries>()
            .AddSingleton<CallbackLog>()
            .AddSingleton<CallbackPlanner>()
            .AddSingleton<CallbackSettlement>()
            .AddSingleton<CallbackCourier>()
            .AddSingleton<GivenUpCallbacks>()
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<IDeadLetterReplay, CallbackReplay>()
            .AddSingleton<WebhookReceiver>()
            .AddSingleton<CallbackDeliveries>()
            .AddSingleton<PoisonedCallbacks>();
    }

    private static IServiceCollection AddClient(this IServiceCollection services, string name, bool allowPrivate) => services.AddOutboundHttpClient(name, (handler, provider) =>
    {
        // A proxy would lead around the check of the address; an unpacked answer could be of any size.
        handler.UseProxy = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        // A name that leads elsewhere now is looked up again.
        handler.PooledConnectionLifetime = TimeSpan.FromMinutes(2);
        var connector = provider.GetRequiredService<BotFlowConnector>();
        handler.ConnectCallback = (context, cancellationToken) => connector.ConnectAsync(context.DnsEndPoint, allowPrivate, cancellationToken);
    });
}
