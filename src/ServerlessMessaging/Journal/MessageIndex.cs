using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Journal;

/// <summary>Leads from Genesys' ids back to ours: one entry per message, and the last one per conversation.</summary>
public sealed class MessageIndex(StorageAccount storage)
{
    private const int NotFound = 404;

    /// <summary>Writes both entries of a message that was sent.</summary>
    /// <param name="messageId">Genesys' id; null where it gave none.</param>
    /// <param name="entry">What is to be found.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public Task WriteAsync(string? messageId, IndexEntry entry, CancellationToken cancellationToken) => Task.WhenAll(
        messageId is null ? Task.CompletedTask : WriteAsync(ContainerNames.ByMessage, DerivedName.Of(messageId), entry, cancellationToken),
        ConversationKey.Of(entry.To) is { } key ? WriteAsync(ContainerNames.ByConversation, key, entry, cancellationToken) : Task.CompletedTask);

    /// <summary>The entry of a message; null where there is none.</summary>
    public Task<IndexEntry?> FindMessageAsync(string messageId, CancellationToken cancellationToken) =>
        ReadAsync(ContainerNames.ByMessage, DerivedName.Of(messageId), cancellationToken);

    /// <summary>The entry of a conversation's last message; null where there is none.</summary>
    public Task<IndexEntry?> FindConversationAsync(string key, CancellationToken cancellationToken) =>
        ReadAsync(ContainerNames.ByConversation, key, cancellationToken);

    private async Task WriteAsync(string container, string name, IndexEntry entry, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Metadata = MetadataText.Of(JsonSerializer.SerializeToUtf8Bytes(entry, JsonContracts.Stored.IndexEntry)) };
        await storage.WithContainerAsync(container, client => client.GetBlobClient(name).UploadAsync(BinaryData.Empty, options, cancellationToken), cancellationToken);
    }

    private async Task<IndexEntry?> ReadAsync(string container, string name, CancellationToken cancellationToken)
    {
        try
        {
            var properties = await storage.WithContainerAsync(
                container, client => client.GetBlobClient(name).GetPropertiesAsync(cancellationToken: cancellationToken), cancellationToken);
            var entry = JsonSerializer.Deserialize(MetadataText.Read(properties.Value.Metadata), JsonContracts.Stored.IndexEntry);
            // A clock that is ahead must not make an answer look older than what it answers.
            return entry?.SentAt > properties.Value.LastModified ? entry with { SentAt = properties.Value.LastModified } : entry;
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            throw new UnreadableBlobException($"The entry {container}/{name} cannot be read.", exception);
        }
    }
}
