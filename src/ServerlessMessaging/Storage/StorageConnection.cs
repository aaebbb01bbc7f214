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
    private readonly string? _connectionString;
    private readonly string? _clientId;
    private readonly Uri? _queues;
    private readonly Uri? _blobs;
    private readonly Uri? _tables;

    /// <exception cref="OptionsValidationException">The setting is missing or wrong.</exception>
    public StorageConnection(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        _clientId = section["clientId"];
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            _connectionString = section.Value;
            CheckConnectionString(_connectionString);
            return;
        }

        _queues = Address(section, "queueServiceUri", "queue");
        _blobs = Address(section, "blobServiceUri", "blob");
        _tables = Address(section, "tableServiceUri", "table");
        if (_queues is null || _blobs is null || _tables is null)
        {
            throw Wrong($"{Setting} is missing. Set {Setting}__accountName to the storage account's name (identity), or {Setting} to a connection string (development).");
        }
    }

    public QueueServiceClient Queues(TokenCredential credential) =>
        _connectionString is null ? new(_queues, Own(credential), Patient(new QueueClientOptions())) : new(_connectionString, Patient(new QueueClientOptions()));

    public BlobServiceClient Blobs(TokenCredential credential) =>
        _connectionString is null ? new(_blobs, Own(credential), Patient(new BlobClientOptions())) : new(_connectionString, Patient(new BlobClientOptions()));

    public TableServiceClient Tables(TokenCredential credential) =>
        _connectionString is null ? new(_tables, Own(credential), Patient(new TableClientOptions())) : new(_connectionString, Patient(new TableClientOptions()));

    // The SDK's own patience of minutes would hold callers beyond their time.
    private static T Patient<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(2);
        return options;
    }

    private static Uri? Address(IConfigurationSection section, string name, string service)
    {
        if (section[name] is { Length: > 0 } text)
        {
            return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps
                ? address
                : throw Wrong($"{Setting}__{name} must be an absolute https URL.");
        }

        return section["accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net") : null;
    }

    private static void CheckConnectionString(string connectionString)
    {
        try
        {
            _ = new QueueServiceClient(connectionString);
            _ = new BlobServiceClient(connectionString);
            _ = new TableServiceClient(connectionString);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or InvalidOperationException)
        {
            // The text itself may hold a key, so it is not repeated.
            throw Wrong($"{Setting} is no connection string of a storage account. Correct it, or use {Setting}__accountName with an identity.");
        }
    }

    private static OptionsValidationException Wrong(string message) => new(Setting, typeof(StorageConnection), [message]);

    private TokenCredential Own(TokenCredential credential) =>
        string.IsNullOrWhiteSpace(_clientId) ? credential : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(_clientId));
}
