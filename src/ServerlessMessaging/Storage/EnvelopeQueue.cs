using System.Text.Json.Serialization.Metadata;

namespace ServerlessMessaging.Storage;

/// <summary>
/// Writes and reads the envelopes of a queue of the application. A payload too large for a queue goes into a blob first, named by its hash:
/// equal payloads have the same name. An existing blob is written again, so that its retention starts anew.
/// </summary>
public abstract class EnvelopeQueue<T>(string queue, JsonTypeInfo<QueueEnvelope<T>> type, QueueWriter queues, StorageAccount storage, TimeProvider time)
    where T : QueueContent
{
    private const int Version = 1;
    private const int HashDigits = 64;
    private const int NotFound = 404;

    /// <summary>Puts a message, to become visible after a delay.</summary>
    public async Task PutAsync(T content, TimeSpan delay, CancellationToken cancellationToken)
    {
        var envelope = Envelope(content) with { DueAt = delay > TimeSpan.Zero ? time.GetUtcNow() + delay : null };
        var text = JsonSerializer.SerializeToUtf8Bytes(envelope, type);
        if (text.Length > QueueWriter.MaximumBytes)
        {
            var hash = HashOf(content.Payload);
            await storage.WithContainerAsync(
                ContainerNames.Payloads,
                container => container.GetBlobClient(BlobOf(content, hash)).UploadAsync(BinaryData.FromBytes(content.Payload), overwrite: true, cancellationToken),
                cancellationToken);
            text = JsonSerializer.SerializeToUtf8Bytes(envelope with { PayloadHash = hash, Payload = null }, type);
        }

        await queues.PutAsync(queue, text, delay, cancellationToken);
    }

    /// <summary>Reads a message with its payload; null where the text is no envelope of this version.</summary>
    /// <exception cref="UnreadableRecordException">The payload's blob does not match its name.</exception>
    public async Task<T?> ReadAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var envelope = Parse(text);
        return envelope?.PayloadHash is { } hash
            ? ContentOf(envelope with { Payload = await ReadPayloadAsync(BlobOf(envelope.Content, hash), hash, cancellationToken) })
            : ContentOf(envelope);
    }

    /// <summary>Reads a message without looking for its payload's blob.</summary>
    public T? Read(ReadOnlyMemory<byte> text) => ContentOf(Parse(text));

    internal byte[] Write(T content) => JsonSerializer.SerializeToUtf8Bytes(Envelope(content), type);

    /// <summary>Whether the content is valid.</summary>
    protected abstract bool IsValid(T content);

    /// <summary>The folder of a valid content's blobs.</summary>
    protected virtual string FolderOf(T content) => queue;

    private static QueueEnvelope<T> Envelope(T content) => new(Version, content) { TraceParent = content.TraceParent ?? TraceParent.Current, Payload = content.Payload };

    private static T? ContentOf(QueueEnvelope<T>? envelope) => envelope is null ? null : envelope.Content with
    {
        TraceParent = envelope.TraceParent,
        Payload = envelope.Payload ?? default,
        IsPayloadMissing = envelope.Payload is null,
    };

    private static string HashOf(ReadOnlyMemory<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload.Span));

    private string BlobOf(T content, string hash) => $"{FolderOf(content)}/{hash}";

    private QueueEnvelope<T>? Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(text.Span, type);
            var hasPayload = envelope?.PayloadHash is { } hash ? hash.Length == HashDigits && hash.All(char.IsAsciiHexDigitLower) : envelope?.Payload is not null;
            return envelope is { V: Version, Content: { } content } && hasPayload && IsValid(content) ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ReadPayloadAsync(string blob, string hash, CancellationToken cancellationToken)
    {
        try
        {
            var payload = await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetBlobClient(blob).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory(),
                cancellationToken);
            return HashOf(payload) == hash ? payload : throw new UnreadableRecordException($"The body {blob} does not match its hash.");
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }
}
