namespace ServerlessMessaging.Storage;

/// <summary>JSON inside a blob's metadata, whose values are headers: Base64, and small.</summary>
internal static class MetadataText
{
    /// <summary>The greatest length before encoding, in bytes: 8 KiB hold all metadata of a blob.</summary>
    public const int MaximumBytes = 5500;

    private const string Name = "record";

    /// <summary>The metadata that hold the JSON.</summary>
    public static Dictionary<string, string> Of(ReadOnlySpan<byte> json) => json.Length <= MaximumBytes
        ? new() { [Name] = Convert.ToBase64String(json) }
        : throw new ArgumentException($"At most {MaximumBytes} bytes fit into a blob's metadata, found {json.Length}.", nameof(json));

    /// <summary>The JSON in the metadata.</summary>
    public static byte[] Read(IDictionary<string, string> metadata) => Convert.FromBase64String(metadata[Name]);

    /// <summary>A text cut to a number of characters.</summary>
    public static string Cut(string text, int characters) => text.Length <= characters ? text : text[..characters];
}
