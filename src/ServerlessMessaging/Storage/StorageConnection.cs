using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.Storage;

/// <summary>
/// The connection of the Functions host, read as the host reads it: <c>AzureWebJobsStorage</c> as a connection string,
/// or with an identity <c>AzureWebJobsStorage__accountName</c>, or <c>__queueServiceUri</c> and <c>__blobServiceUri</c>.
/// </summary>
internal sealed class StorageConnection
{
    private const string Setting = "AzureWebJobsStorage";
    private readonly string? _connectionString;
    private readonly Uri? _queues;
    private readonly Uri? _blobs;

    public StorageConnection(IConfiguration configuration)
    {
        var section = configuration.GetSection(Setting);
        var account = section["accountName"];
        _connectionString = section.Value;
        _queues = Address(section["queueServiceUri"]) ?? OfAccount("queue");
        _blobs = Address(section["blobServiceUri"]) ?? OfAccount("blob");
        if (string.IsNullOrWhiteSpace(_connectionString) && (_queues is null || _blobs is null))
        {
            throw new OptionsValidationException(Setting, typeof(StorageConnection),
                [$"{Setting} is missing. Set {Setting}__accountName to the storage account's name (identity), or {Setting} to a connection string (development)."]);
        }

        static Uri? Address(string? text) => string.IsNullOrWhiteSpace(text) ? null : new Uri(text);
        Uri? OfAccount(string service) => string.IsNullOrWhiteSpace(account) ? null : new Uri($"https://{account}.{service}.core.windows.net");
    }

    public QueueServiceClient Queues(TokenCredential credential) => string.IsNullOrWhiteSpace(_connectionString)
        ? new QueueServiceClient(_queues, credential)
        : new QueueServiceClient(_connectionString);

    public BlobServiceClient Blobs(TokenCredential credential) => string.IsNullOrWhiteSpace(_connectionString)
        ? new BlobServiceClient(_blobs, credential)
        : new BlobServiceClient(_connectionString);
}
