using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Journal;

/// <summary>
/// The journal in blobs: a zero-length append blob per request, the record in its metadata.
/// One storage call per change of state; conditional headers make the changes exclusive.
/// </summary>
internal sealed class BlobJournal(StorageAccount storage, TimeProvider time) : IJournal
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    public async Task<JournalEntry?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync<JournalEntry?>(
                ContainerNames.Sends,
                async container =>
                {
                    var properties = await container.GetAppendBlobClient(id).GetPropertiesAsync(cancellationToken: cancellationToken);
                    return new JournalEntry(Read(id, properties.Value.Metadata), properties.Value.ETag, properties.Value.LastModified, ClockOf(properties.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    public async Task<JournalEntry?> TryCreateAsync(SendRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                ContainerNames.Sends,
                async container =>
                {
                    var options = new AppendBlobCreateOptions
                    {
                        Metadata = Write(record),
                        Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
                    };
                    var created = await container.GetAppendBlobClient(record.Id).CreateAsync(options, cancellationToken);
                    return new JournalEntry(record, created.Value.ETag, created.Value.LastModified, ClockOf(created.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            return null;
        }
    }

    public async Task<JournalEntry?> TryReplaceAsync(JournalEntry entry, SendRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                ContainerNames.Sends,
                async container =>
                {
                    var conditions = new BlobRequestConditions { IfMatch = entry.Version };
                    var replaced = await container.GetAppendBlobClient(record.Id).SetMetadataAsync(Write(record), conditions, cancellationToken);
                    return new JournalEntry(record, replaced.Value.ETag, replaced.Value.LastModified, ClockOf(replaced.GetRawResponse()));
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is NotFound or PreconditionFailed)
        {
            return null;
        }
    }

    // Another version, or another hand, may have written it.
    private static SendRecord Read(string id, IDictionary<string, string> metadata)
    {
        try
        {
            return JsonSerializer.Deserialize(MetadataText.Read(metadata), JsonContracts.Stored.SendRecord)!;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new UnreadableBlobException($"The record of request {id} cannot be read.", exception);
        }
    }

    private static Dictionary<string, string> Write(SendRecord record) =>
        MetadataText.Of(JsonSerializer.SerializeToUtf8Bytes(record, JsonContracts.Stored.SendRecord));

    private DateTimeOffset ClockOf(Response response) => response.Headers.Date ?? time.GetUtcNow();
}
