using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace ServerlessMessaging.Storage;

/// <summary>
/// Bodies too large for a queue, one append blob each, named by their hash below a place that is derived and never taken from a message.
/// What is written once stays as it is, so that nobody changes a body under somebody who reads it.
/// </summary>
internal sealed class PayloadStore(StorageAccount storage)
{
    private const int NotFound = 404;
    private const int Conflict = 409;
    private const int PreconditionFailed = 412;
    private const int HashDigits = 64;

    /// <summary>Whether a text can be a body's hash.</summary>
    public static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Writes a body, unless it is there.</summary>
    /// <param name="place">Where: the queue, and the request's id where there is one.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>Its SHA-256 in hex.</returns>
    public async Task<string> WriteAsync(string place, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var hash = HashOf(body);
        await storage.WithContainerAsync(
            ContainerNames.Payloads,
            async container =>
            {
                var blob = container.GetAppendBlobClient(Name(place, hash));
                await TryCreateAsync(blob, cancellationToken);
                if (!await TryAppendAsync(blob, body, cancellationToken))
                {
                    // It is needed for longer than when it was written: its age begins anew.
                    await blob.SetMetadataAsync(new Dictionary<string, string>(), cancellationToken: cancellationToken);
                }

                return hash;
            },
            cancellationToken);
        return hash;
    }

    /// <summary>Reads a body; null where there is none.</summary>
    /// <exception cref="UnreadableBlobException">It is not written whole yet, or is another one.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string place, string hash, CancellationToken cancellationToken)
    {
        try
        {
            var body = await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetAppendBlobClient(Name(place, hash)).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory(),
                cancellationToken);
            return HashOf(body) == hash ? body : throw new UnreadableBlobException($"The body {Name(place, hash)} is not what its name says.");
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    private static async Task TryCreateAsync(AppendBlobClient blob, CancellationToken cancellationToken)
    {
        try
        {
            await blob.CreateAsync(new AppendBlobCreateOptions { Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All } }, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is Conflict or PreconditionFailed)
        {
            // It is there, perhaps still without its content.
        }
    }

    private static async Task<bool> TryAppendAsync(AppendBlobClient blob, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = BinaryData.FromBytes(body).ToStream();
            await blob.AppendBlockAsync(stream, new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = 0 } }, cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status == PreconditionFailed)
        {
            return false;
        }
    }

    private static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));

    private static string Name(string place, string hash) => $"{place}/{hash}";
}
