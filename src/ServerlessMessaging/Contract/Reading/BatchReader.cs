using System.Runtime.InteropServices;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Splits a batch into its requests without reading them: an invalid request does not affect the others.</summary>
public static class BatchReader
{
    /// <summary>The most requests of one batch.</summary>
    public const int MaximumRequests = 100;

    // A deeper body is an attack on the parser's stack.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    /// <param name="json">UTF-8 bytes; a byte order mark is allowed.</param>
    /// <param name="requests">The requests' own bytes in order, if the result is null.</param>
    /// <returns>Null, or why the array cannot be read or counted (SM1001, SM1011).</returns>
    public static Problem? Read(ReadOnlyMemory<byte> json, out IReadOnlyList<ReadOnlyMemory<byte>> requests)
    {
        requests = [];
        try
        {
            var root = JsonElement.Parse(RequestReader.WithoutMark(json).Span, Options);
            if (root.ValueKind != JsonValueKind.Array)
            {
                return new(ErrorCodes.BatchMalformed, "A batch is a JSON array of requests. Send a single request to POST /api/messages.");
            }

            if (root.GetArrayLength() is var count and (0 or > MaximumRequests))
            {
                return new(ErrorCodes.BatchMalformed, $"A batch has 1 to {MaximumRequests} requests, found {count}.");
            }

            requests = [.. root.EnumerateArray().Select(item => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(item).ToArray())];
            return null;
        }
        catch (JsonException exception)
        {
            return new(ErrorCodes.NotJson, JsonScan.Describe(exception));
        }
    }
}
