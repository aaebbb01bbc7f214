using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Dead-letter messages as blobs: the reason in the metadata, the message in the content.</summary>
public sealed partial class DeadLetterStore(StorageAccount storage, ILogger<DeadLetterStore> logger)
{
    // Values of metadata are headers, so the JSON is Base64.
    private const string LetterName = "record";
    private const string TraceName = "traceparent";
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>Writes a dead-letter message. One with the same name and content is renewed, so that a replay that read the old one does not delete the new one.</summary>
    /// <param name="letter">What and why.</param>
    /// <param name="acceptedAt">When it was accepted.</param>
    /// <param name="body">The message.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public async Task WriteAsync(DeadLetter letter, DateTimeOffset acceptedAt, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var name = DeadLetterName.Of(letter.Queue, letter.Code, acceptedAt, letter.Id);
        await storage.WithContainerAsync(
            ContainerNames.DeadLetters,
            async container =>
            {
                if (!await TryWriteAsync(container.GetBlobClient(name), letter, body, cancellationToken))
                {
                    // Another message of the same second and id.
                    await WriteAnywayAsync(container.GetBlobClient($"{name}-{DerivedName.Of(Convert.ToBase64String(body.Span))}"), letter, body, cancellationToken);
                }

                return true;
            },
            cancellationToken);
        Log.SetAside(logger, letter.Id, letter.Queue, letter.Code, letter.Attempts);
    }

    /// <summary>A page of what is set aside, in the order of the names.</summary>
    /// <param name="prefix">What the names begin with; null for all.</param>
    /// <param name="size">How many letters at most.</param>
    /// <param name="continuation">Where the page before ended.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public Task<(IReadOnlyList<StoredDeadLetter> Letters, string? Continuation)> ListAsync(string? prefix, int size, string? continuation, CancellationToken cancellationToken) =>
        storage.WithContainerAsync(
            ContainerNames.DeadLetters,
            async container =>
            {
                var pages = container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellationToken).AsPages(continuation, size);
                await using var page = pages.GetAsyncEnumerator(cancellationToken);
                return await page.MoveNextAsync()
                    ? ((IReadOnlyList<StoredDeadLetter>)[.. page.Current.Values.Select(Read).OfType<StoredDeadLetter>()], page.Current.ContinuationToken is { Length: > 0 } next ? next : null)
                    : ([], null);
            },
            cancellationToken);

    /// <summary>What was to be done; null where the letter is gone.</summary>
    public async Task<BinaryData?> ReadBodyAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await storage.WithContainerAsync(
                ContainerNames.DeadLetters,
                async container => (await container.GetBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content,
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    /// <summary>Deletes a dead-letter message, unless it was renewed since it was listed.</summary>
    public async Task DeleteAsync(StoredDeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            await storage.WithContainerAsync(
                ContainerNames.DeadLetters,
                container => container.GetBlobClient(letter.Name).DeleteIfExistsAsync(conditions: new BlobRequestConditions { IfMatch = letter.Version }, cancellationToken: cancellationToken),
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            // A delivery since then failed anew; its message stays.
        }
    }

    // False where the name holds another message.
    private static async Task<bool> TryWriteAsync(BlobClient blob, DeadLetter letter, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await UploadAsync(blob, letter, body, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
            if (!content.Span.SequenceEqual(body.Span))
            {
                return false;
            }

            await WriteAnywayAsync(blob, letter, body, cancellationToken);
            return true;
        }
    }

    private static Task WriteAnywayAsync(BlobClient blob, DeadLetter letter, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        UploadAsync(blob, letter, body, conditions: null, cancellationToken);

    private static async Task UploadAsync(BlobClient blob, DeadLetter letter, ReadOnlyMemory<byte> body, BlobRequestConditions? conditions, CancellationToken cancellationToken) =>
        await blob.UploadAsync(BinaryData.FromBytes(body), new BlobUploadOptions { Metadata = Metadata(letter), Conditions = conditions }, cancellationToken);

    // The trace stands beside it: it is nothing that a list shows.
    private static Dictionary<string, string> Metadata(DeadLetter letter)
    {
        var metadata = new Dictionary<string, string> { [LetterName] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(letter, JsonContracts.Stored.DeadLetter)) };
        if (TraceParent.Current is { } trace)
        {
            metadata[TraceName] = trace;
        }

        return metadata;
    }

    // What another hand put there is not ours to show or replay.
    private static StoredDeadLetter? Read(BlobItem blob)
    {
        try
        {
            return new(blob.Name, blob.Properties.ETag ?? default, JsonSerializer.Deserialize(Convert.FromBase64String(blob.Metadata[LetterName]), JsonContracts.Stored.DeadLetter)!) { TraceParent = blob.Metadata.TryGetValue(TraceName, out var trace) ? trace : null };
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeadLettered, LogLevel.Error, "Request {Id} from queue {Queue} set aside as a dead letter: {Code}, after {Attempts} attempts")]
        public static partial void SetAside(ILogger logger, string id, string queue, string code, int attempts);
    }
}
