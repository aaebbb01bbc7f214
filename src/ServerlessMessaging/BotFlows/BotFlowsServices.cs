using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMessaging.Http;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.BotFlows;

/// <summary>Registers the delivery of events.</summary>
internal static class BotFlowsServices
{
    private const int MaxHeadersInKilobytes = 16;

    public static IServiceCollection AddBotFlows(this IServiceCollection services)
    {
        services.AddOptions<BotFlowsOptions>().BindConfiguration(BotFlowsOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<BotFlowsOptions>, BotFlowsValidator>();
        services.AddConfiguredSecrets(CreateSecrets);
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

    private static IEnumerable<ConfiguredSecret> CreateSecrets(IServiceProvider provider)
    {
        var age = provider.GetRequiredService<IOptions<KeyVaultOptions>>().Value.CacheDuration;
        return from flow in provider.GetRequiredService<IOptions<BotFlowsOptions>>().Value.Values
               where flow.Url is not null
               select new ConfiguredSecret(flow.SecretName!, IsForSending: false, (secrets, end) => secrets.FindVersionsAsync(flow.SecretName!, age, end), FormFault);

        static string? FormFault(string value) => SecretForm.FaultOf(value)
            ?? (StandardWebhooks.ReadKey(value) is null ? "its value is not whsec_ and Base64 of 24 to 64 bytes, so no event is signed with it. Set one of this form." : null);
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
