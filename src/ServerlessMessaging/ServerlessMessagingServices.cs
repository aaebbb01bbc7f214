using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.DeadLetters;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Health;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Shutdown;

namespace ServerlessMessaging;

/// <summary>Registers the product.</summary>
public static class ServerlessMessagingServices
{
    /// <summary>Registers everything that the functions call. Earlier registrations are kept: a clock, a credential, a vault client.</summary>
    public static IServiceCollection AddServerlessMessaging(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ProblemOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<MessageLimitsOptions>().BindConfiguration(MessageLimitsOptions.Section)
            .Validate(limits => limits.IsValid(), "Limits: every number must be at least 1 and at most 100000 (counts 1000), and MessageTypes may name text, card, quickReplies and carousel.").ValidateOnStart();
        return services
            .AddSingleton(typeof(ILogger<>), typeof(FunctionLogger<>))
            .AddMetrics()
            .AddSingleton<MessagingMetrics>()
            .AddSingleton<BoundedLog>()
            .AddKeyVault(configuration)
            .AddStorage(configuration)
            .AddRecords()
            .AddDeadLetters()
            .AddGenesys()
            .AddSending()
            .AddBotFlows()
            .AddCallbacks()
            .AddHealth()
            .AddSingleton<RunningInvocations>()
            .AddHostedService<Drain>();
    }

    private static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<QueueWatch>()
        .AddSingleton<HealthChecker>();
}
