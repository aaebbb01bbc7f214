using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ServerlessMessaging.Storage;

/// <summary>
/// Registers the storage account. It uses the connection of the Functions host: <c>AzureWebJobsStorage</c> as a connection string,
/// or with an identity <c>AzureWebJobsStorage__accountName</c>, or <c>__queueServiceUri</c>, <c>__blobServiceUri</c> and <c>__tableServiceUri</c>;
/// <c>__clientId</c> names a user-assigned identity.
/// </summary>
internal static class StorageServices
{
    private const string Setting = "AzureWebJobsStorage";

    /// <exception cref="OptionsValidationException">The setting is missing or wrong.</exception>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        if (string.IsNullOrWhiteSpace(section.Value))
        {
            AddClients(services, section);
        }
        else
        {
            AddClients(services, section.Value);
        }

        return services
            .AddSingleton<StorageAccount>()
            .AddSingleton<QueueWriter>()
            .AddSingleton<DeferredQueue>()
            .AddSingleton<CallbackQueue>()
            .AddHostedService<StorageCreation>();
    }

    private static void AddClients(IServiceCollection services, string connectionString)
    {
        try
        {
            services.TryAddSingleton(new QueueServiceClient(connectionString, Limit(new QueueClientOptions())));
            services.TryAddSingleton(new BlobServiceClient(connectionString, Limit(new BlobClientOptions())));
            services.TryAddSingleton(new TableServiceClient(connectionString, Limit(new TableClientOptions())));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // The text may have a key, so it is not repeated.
            throw Wrong($"{Setting} is no connection string of a storage account. Correct it, or use {Setting}__accountName with an identity.");
        }
    }

    private static void AddClients(IServiceCollection services, IConfigurationSection section)
    {
        Uri?[] addresses = [Address(section, "queue"), Address(section, "blob"), Address(section, "table")];
        if (addresses is not [{ } queues, { } blobs, { } tables])
        {
            throw Wrong($"{Setting} is missing. Set {Setting}__accountName to the storage account's name (identity), or {Setting} to a connection string (development).");
        }

        TokenCredential Credential(IServiceProvider provider) => section["clientId"] is { } id && !string.IsNullOrWhiteSpace(id)
            ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id))
            : provider.GetRequiredService<TokenCredential>();

        services.TryAddSingleton(provider => new QueueServiceClient(queues, Credential(provider), Limit(new QueueClientOptions())));
        services.TryAddSingleton(provider => new BlobServiceClient(blobs, Credential(provider), Limit(new BlobClientOptions())));
        services.TryAddSingleton(provider => new TableServiceClient(tables, Credential(provider), Limit(new TableClientOptions())));
    }

    // The retries of the SDK take minutes, longer than the time of a request.
    private static T Limit<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        return options;
    }

    private static Uri? Address(IConfigurationSection section, string service)
    {
        if (section[$"{service}ServiceUri"] is { Length: > 0 } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                ? address
                : throw Wrong($"{Setting}__{service}ServiceUri must be an absolute https URL.");
        }

        return section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net") : null;
    }

    private static OptionsValidationException Wrong(string message) => new(Setting, typeof(StorageServices), [message]);
}
