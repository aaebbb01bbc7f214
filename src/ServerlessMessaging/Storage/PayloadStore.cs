using System.Security.Cryptography;

namespace ServerlessMessaging.Storage;

/// <summary>
/// Bodies too large for a queue, one blob each, named by their hash below a place that is derived and never taken from a message:
/// a body of the same name is the same body.
/// </summary>
public sealed class PayloadStore(StorageAccount storage)
{
    private const int NotFound = 404;
    private const int HashDigits = 64;

    /// <summary>Whether a text can be a body's hash.</summary>
    public static bool IsHash(string text) => text.Length == HashDigits && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Writes a body. One that is there is written again: its age, which the retention counts, begins anew.</summary>
    /// <param name="place">Where: the queue, and the request's id where there is one.</param>
    /// <param name="body">The body.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    /// <returns>Its SHA-256 in hex.</returns>
    public async Task<string> WriteAsync(string place, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var hash = HashOf(body);
        await storage.WithContainerAsync(
            ContainerNames.Payloads,
            container => container.GetBlobClient(Name(place, hash)).UploadAsync(BinaryData.FromBytes(body), overwrite: true, cancellationToken),
            cancellationToken);
        return hash;
    }

    /// <summary>Reads a body; null where there is none.</summary>
    /// <exception cref="UnreadableRecordException">It is another one than its name says.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string place, string hash, CancellationToken cancellationToken)
    {
        try
        {
            var body = await storage.WithContainerAsync(
                ContainerNames.Payloads,
                async container => (await container.GetBlobClient(Name(place, hash)).DownloadContentAsync(cancellationToken)).Value.Content.ToMemory(),
                cancellationToken);
            return HashOf(body) == hash ? body : throw new UnreadableRecordException($"The body {Name(place, hash)} is not what its name says.");
        }
        catch (RequestFailedException exception) when (exception.Status == NotFound)
        {
            return null;
        }
    }

    private static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));

    private static string Name(string place, string hash) => $"{place}/{hash}";
}
