using System.Text.Json;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Serialization;
using ServerlessMessaging.Storage;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Dead letters as append blobs: the reason in the metadata, what was to be done in the content.</summary>
internal sealed partial class DeadLetterStore(StorageAccount storage, ILogger<DeadLetterStore> logger)
{
    private const string TraceName = "traceparent";
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;

    /// <summary>Sets something aside. What is set aside already stays as it is.</summary>
    /// <param name="letter">What and why.</param>
    /// <param name="acceptedAt">When it was accepted.</param>
    /// <param name="body">What was to be done.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public async Task WriteAsync(DeadLetter letter, DateTimeOffset acceptedAt, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var name = DeadLetterName.Of(letter.Queue, letter.Code, acceptedAt, letter.Id);
        var written = await storage.WithContainerAsync(
            ContainerNames.DeadLetters,
            async container =>
            {
                var blob = container.GetAppendBlobClient(name);
                if (await TryWriteAsync(blob, letter, body, cancellationToken))
                {
                    return true;
                }

                // The same thing again leaves no second letter; another one of the same second and id does.
                var content = (await blob.DownloadContentAsync(cancellationToken)).Value.Content.ToMemory();
                return !content.Span.SequenceEqual(body.Span)
                    && await TryWriteAsync(container.GetAppendBlobClient($"{name}-{DerivedName.Of(Convert.ToBase64String(body.Span))}"), letter, body, cancellationToken);
            },
            cancellationToken);
        if (written)
        {
            Log.SetAside(logger, letter.Id, letter.Queue, letter.Code, letter.Attempts);
        }
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
                var pages = container.GetBlobsAsync(BlobTraits.Metadata, prefix: prefix, cancellationToken: cancellationToken).AsPages(continuation, size);
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
                async container => (await container.GetAppendBlobClient(name).DownloadContentAsync(cancellationToken)).Value.Content,
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    /// <summary>Removes a letter, if it is there.</summary>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => storage.WithContainerAsync(
        ContainerNames.DeadLetters, container => container.GetAppendBlobClient(name).DeleteIfExistsAsync(cancellationToken: cancellationToken), cancellationToken);

    // A writer that died in between left a blob without its content, which the next one completes.
    private static async Task<bool> TryWriteAsync(AppendBlobClient blob, DeadLetter letter, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await blob.CreateAsync(
                new AppendBlobCreateOptions
                {
                    Metadata = Metadata(letter),
                    Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
                },
                cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            // It is there already; perhaps without its content.
        }

        if (body.IsEmpty)
        {
            return true;
        }

        try
        {
            await using var content = BinaryData.FromBytes(body).ToStream();
            await blob.AppendBlockAsync(content, new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = 0 } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            return false;
        }
    }

    // The trace stands beside it: it is nothing that a list shows.
    private static Dictionary<string, string> Metadata(DeadLetter letter)
    {
        var metadata = MetadataText.Of(JsonSerializer.SerializeToUtf8Bytes(letter, JsonContracts.Stored.DeadLetter));
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
            return new(blob.Name, JsonSerializer.Deserialize(MetadataText.Read(blob.Metadata), JsonContracts.Stored.DeadLetter)!) { TraceParent = blob.Metadata.TryGetValue(TraceName, out var trace) ? trace : null };
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
