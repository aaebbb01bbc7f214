using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace ServerlessMessaging.DeadLetters;

/// <summary>A dead-letter message as it was listed, with the name and version of its blob and the W3C trace context of the failed work.</summary>
public sealed record StoredDeadLetter(string Name, ETag Version, DeadLetter DeadLetter, string? TraceParent);

/// <summary>
/// Dead-letter messages as blobs <c>{queue}/{code}/{yyyyMMddTHHmmssZ}-{id}</c>: the reason in the metadata, the message in the content.
/// The time is that of acceptance, so that a second delivery of a message has the same name.
/// </summary>
public sealed partial class DeadLetterStore(StorageAccount storage, ILogger<DeadLetterStore> logger)
{
    // Values of metadata are headers, so the JSON is Base64. The trace stands beside it, because lists do not show it.
    private const string RecordName = "record";
    private const string TraceName = "traceparent";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>Writes a dead-letter message. One with the same name and content is renewed, so that a replay that read the old one does not delete the new one.</summary>
    public async Task WriteAsync(DeadLetter deadLetter, DateTimeOffset acceptedAt, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var name = $"{deadLetter.Queue}/{deadLetter.Code}/{acceptedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{deadLetter.Id}";
        await storage.WithContainerAsync(
            ContainerNames.DeadLetters,
            async container =>
            {
                var blob = container.GetBlobClient(name);
                try
                {
                    return await UploadAsync(blob, deadLetter, body, new BlobRequestConditions { IfNoneMatch = ETag.All }, cancellationToken);
                }
                catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
                {
                    var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content;
                    // Otherwise it is another message of the same second and id.
                    var isSame = content.ToMemory().Span.SequenceEqual(body.Span);
                    var target = isSame ? blob : container.GetBlobClient($"{name}-{DerivedName.Compute(NameKind.Body, Convert.ToBase64String(body.Span))}");
                    return await UploadAsync(target, deadLetter, body, conditions: null, cancellationToken);
                }
            },
            cancellationToken);
        Log.Written(logger, deadLetter.Id, deadLetter.Queue, deadLetter.Code, deadLetter.Attempts);
    }

    /// <summary>A page of dead-letter messages, in the order of their names. A code narrows the list only together with a queue.</summary>
    public Task<(IReadOnlyList<StoredDeadLetter> Items, string? Continuation)> ListAsync(
        string? queue, string? code, int size, string? continuation, CancellationToken cancellationToken)
    {
        var prefix = queue is null ? null : code is null ? $"{queue}/" : $"{queue}/{code}/";
        return storage.WithContainerAsync(
            ContainerNames.DeadLetters,
            async container =>
            {
                var pages = container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, prefix, cancellationToken).AsPages(continuation, size);
                var page = await pages.FirstOrDefaultAsync(cancellationToken);
                IReadOnlyList<StoredDeadLetter> items = [.. (page?.Values ?? []).Select(Read).OfType<StoredDeadLetter>()];
                return (items, page?.ContinuationToken is { Length: > 0 } next ? next : null);
            },
            cancellationToken);
    }

    /// <summary>The content of the message; null where it was deleted.</summary>
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
    public async Task DeleteAsync(StoredDeadLetter deadLetter, CancellationToken cancellationToken)
    {
        try
        {
            var isListed = new BlobRequestConditions { IfMatch = deadLetter.Version };
            await storage.WithContainerAsync(
                ContainerNames.DeadLetters,
                container => container.GetBlobClient(deadLetter.Name).DeleteIfExistsAsync(conditions: isListed, cancellationToken: cancellationToken),
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            // It was dead-lettered again since; the new message stays.
        }
    }

    private static Task<Response<BlobContentInfo>> UploadAsync(
        BlobClient blob, DeadLetter deadLetter, ReadOnlyMemory<byte> body, BlobRequestConditions? conditions, CancellationToken cancellationToken)
    {
        var record = JsonSerializer.SerializeToUtf8Bytes(deadLetter, DeadLettersJson.Default.DeadLetter);
        var metadata = new Dictionary<string, string> { [RecordName] = Convert.ToBase64String(record) };
        if (TraceParent.Current is { } trace)
        {
            metadata[TraceName] = trace;
        }

        return blob.UploadAsync(BinaryData.FromBytes(body), new BlobUploadOptions { Metadata = metadata, Conditions = conditions }, cancellationToken);
    }

    // Null for a blob that the application did not write.
    private static StoredDeadLetter? Read(BlobItem blob)
    {
        try
        {
            var deadLetter = JsonSerializer.Deserialize(Convert.FromBase64String(blob.Metadata[RecordName]), DeadLettersJson.Default.DeadLetter)!;
            return new(blob.Name, blob.Properties.ETag ?? default, deadLetter, blob.Metadata.TryGetValue(TraceName, out var trace) ? trace : null);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.DeadLettered, LogLevel.Error, "Message {Id} from queue {Queue} dead-lettered after {Attempts} attempts: {Code}; remove the cause, then replay or purge it")]
        public static partial void Written(ILogger logger, string id, string queue, string code, int attempts);
    }
}
