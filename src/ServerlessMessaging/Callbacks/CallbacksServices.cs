using ServerlessMessaging.DeadLetters;

namespace ServerlessMessaging.Callbacks;

/// <summary>Registers the receiving of webhooks and the handling of their queue.</summary>
internal static class CallbacksServices
{
    public static IServiceCollection AddCallbacks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateOnStart();
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
