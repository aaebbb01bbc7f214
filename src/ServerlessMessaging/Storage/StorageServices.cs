using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessMessaging.Storage;

/// <summary>Registers the storage account.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = new StorageConnection(configuration);
        services.AddOptions<QueueOptions>().BindConfiguration(QueueOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => connection.Queues(provider.GetRequiredService<TokenCredential>()));
        services.TryAddSingleton(provider => connection.Tables(provider.GetRequiredService<TokenCredential>()));
        services.TryAddSingleton(provider => connection.Blobs(provider.GetRequiredService<TokenCredential>()));
        return services
            .AddSingleton<StorageAccount>()
            .AddSingleton<QueueWriter>()
            .AddSingleton<DeferredQueue>()
            .AddSingleton<CallbackQueue>()
            .AddHostedService<StorageCreation>();
    }
}
