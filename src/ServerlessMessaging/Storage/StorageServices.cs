using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessMessaging.Storage;

/// <summary>Registers the storage account.</summary>
internal static class StorageServices
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var connection = new StorageConnection(configuration);
        return services
            .AddSingleton(provider => connection.Queues(provider.GetRequiredService<TokenCredential>()))
            .AddSingleton(provider => connection.Blobs(provider.GetRequiredService<TokenCredential>()))
            .AddSingleton<StorageAccount>();
    }
}
