using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.KeyVault;

namespace ServerlessMessaging.Callbacks;

/// <summary>Registers the receiving of webhooks and the handling of their queue.</summary>
internal static class CallbacksServices
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
        services.AddConfiguredSecrets(provider => provider.GetRequiredService<IOptions<WebhookOptions>>().Value is var webhooks ? webhooks.NamesInForce.Select(name => new ConfiguredSecret(
            name, IsForSending: false, (secrets, end) => secrets.FindVersionsAsync(name, webhooks.SecretCacheDuration, end), SecretForm.FaultOf)) : []);
        return services
            .AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>()
            .AddSingleton<WebhookSecrets>()
            .AddSingleton<WebhookReceiver>()
            .AddSingleton<RequestFinder>()
            .AddSingleton<ReceiptRecorder>()
            .AddSingleton<CallbackCorrelator>()
            .AddSingleton<CallbackHandler>()
            .AddSingleton<IDeadLetterReplay, CallbackReplay>();
    }
}
