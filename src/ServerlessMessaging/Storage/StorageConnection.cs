using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace ServerlessMessaging.Storage;

/// <summary>
/// The connection of the Functions host, read as the host reads it: <c>AzureWebJobsStorage</c> as a connection string,
/// or with an identity <c>AzureWebJobsStorage__accountName</c>, or <c>__queueServiceUri</c>, <c>__blobServiceUri</c> and <c>__tableServiceUri</c>;
/// <c>__clientId</c> names a user-assigned identity.
/// </summary>
internal sealed class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";

    /// <exception cref="OptionsValidationException">The setting is missing or wrong.</exception>
    public StorageConnection(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            try
            {
                var queues = new QueueServiceClient(section.Value, Limit(new QueueClientOptions()));
                var blobs = new BlobServiceClient(section.Value, Limit(new BlobClientOptions()));
                var tables = new TableServiceClient(section.Value, Limit(new TableClientOptions()));
                (Queues, Blobs, Tables) = (_ => queues, _ => blobs, _ => tables);
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
            {
                // The text itself may hold a key, so it is not repeated.
                throw Wrong($"{Setting} is no connection string of a storage account. Correct it, or use {Setting}__accountName with an identity.");
            }

            return;
        }

        Uri[] addresses = [.. new[] { "queue", "blob", "table" }.Select(service => Address(section, service)).OfType<Uri>()];
        if (addresses is not [var queueAddress, var blobAddress, var tableAddress])
        {
            throw Wrong($"{Setting} is missing. Set {Setting}__accountName to the storage account's name (identity), or {Setting} to a connection string (development).");
        }

        var own = section["clientId"] is { } id && !string.IsNullOrWhiteSpace(id) ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)) : null;
        Queues = credential => new(queueAddress, own ?? credential, Limit(new QueueClientOptions()));
        Blobs = credential => new(blobAddress, own ?? credential, Limit(new BlobClientOptions()));
        Tables = credential => new(tableAddress, own ?? credential, Limit(new TableClientOptions()));
    }

    public Func<TokenCredential, QueueServiceClient> Queues { get; }

    public Func<TokenCredential, BlobServiceClient> Blobs { get; }

    public Func<TokenCredential, TableServiceClient> Tables { get; }

    // The SDK's own retries over minutes would hold callers beyond their time.
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

    private static OptionsValidationException Wrong(string message) => new(Setting, typeof(StorageConnection), [message]);
}
