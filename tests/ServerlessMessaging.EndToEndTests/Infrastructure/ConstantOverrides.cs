using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.TestInfrastructure;

/// <summary>Lets a test change a constant of the product, given like a setting: <c>Sending:HttpBudget</c>. The product itself does not read these keys.</summary>
internal static class ConstantOverrides
{
    /// <summary>The options classes by the section in which tests name their constants.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>
    {
        [GenesysOptions.Section] = typeof(GenesysOptions),
        [KeyVaultOptions.Section] = typeof(KeyVaultOptions),
        [RecordsOptions.Section] = typeof(RecordsOptions),
        [WebhookOptions.Section] = typeof(WebhookOptions),
        ["Sending"] = typeof(SendingOptions),
        ["Queues"] = typeof(QueueOptions),
        ["Callbacks"] = typeof(CallbackOptions),
    };

    public static IServiceCollection AddConstantOverrides(this IServiceCollection services) => services
        .Override<GenesysOptions>()
        .Override<KeyVaultOptions>()
        .Override<RecordsOptions>()
        .Override<WebhookOptions>()
        .Override<SendingOptions>()
        .Override<QueueOptions>()
        .Override<CallbackOptions>();

    private static IServiceCollection Override<T>(this IServiceCollection services)
        where T : class
    {
        services.AddOptions<T>().Configure<IConfiguration>((options, configuration) =>
        {
            foreach (var given in configuration.GetSection(Sections.Single(section => section.Value == typeof(T)).Key).GetChildren())
            {
                var property = typeof(T).GetProperty(given.Key) ?? throw new ArgumentException($"{given.Path} is neither a setting nor a constant.");
                if (property.SetMethod is { IsPublic: false })
                {
                    property.SetValue(options, given.Get(property.PropertyType));
                }
            }
        });
        return services;
    }
}
