using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Storage.Blobs.Models;

namespace ServerlessMessaging.Storage;

/// <summary>
/// Small records that have one owner at a time: a zero-length blob each, the record in its metadata.
/// One storage call per change; conditional headers make the changes exclusive.
/// </summary>
internal sealed class ConditionalBlobs<T>(StorageAccount storage, string container, JsonTypeInfo<T> type, TimeProvider time)
    where T : class
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>The record, or null if there is none.</summary>
    public async Task<StoredRecord<T>?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync<StoredRecord<T>?>(
                container,
                async client =>
                {
                    var properties = await client.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken);
                    return new(Read(name, properties.Value.Metadata), properties.Value.ETag, properties.Value.LastModified, ClockOf(properties.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    /// <summary>Creates the record; null if there is one already.</summary>
    public async Task<StoredRecord<T>?> TryCreateAsync(string name, T record, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                container,
                async client =>
                {
                    var options = new BlobUploadOptions { Metadata = Write(record), Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } };
                    var created = await client.GetBlobClient(name).UploadAsync(BinaryData.Empty, options, cancellationToken);
                    return new StoredRecord<T>(record, created.Value.ETag, created.Value.LastModified, ClockOf(created.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            return null;
        }
    }

    /// <summary>Replaces the record; null if it is no longer the version that was read.</summary>
    public async Task<StoredRecord<T>?> TryReplaceAsync(string name, ETag version, T record, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                container,
                async client =>
                {
                    var replaced = await client.GetBlobClient(name).SetMetadataAsync(Write(record), new BlobRequestConditions { IfMatch = version }, cancellationToken);
                    return new StoredRecord<T>(record, replaced.Value.ETag, replaced.Value.LastModified, ClockOf(replaced.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is NotFound or PreconditionFailed)
        {
            return null;
        }
    }

    private Dictionary<string, string> Write(T record) => MetadataText.Of(JsonSerializer.SerializeToUtf8Bytes(record, type));

    // Another version, or another hand, may have written it.
    private T Read(string name, IDictionary<string, string> metadata)
    {
        try
        {
            return JsonSerializer.Deserialize(MetadataText.Read(metadata), type)!;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new UnreadableBlobException($"The record {container}/{name} cannot be read.", exception);
        }
    }

    private DateTimeOffset ClockOf(Response response) => response.Headers.Date ?? time.GetUtcNow();
}
