namespace ServerlessMessaging.Contract.Reading;

/// <summary>Splits a batch into its requests, without looking into them: a bad one spoils only itself.</summary>
public static class BatchReader
{
    /// <summary>The most requests of one batch.</summary>
    public const int MaximumRequests = 100;

    // Beyond this the body is no batch of requests but an attack on the parser's stack.
    private const int MaximumDepth = 512;

    /// <summary>Splits the body.</summary>
    /// <param name="json">UTF-8 bytes; a byte order mark is allowed.</param>
    /// <param name="requests">The requests' own bytes in order, if the result is null.</param>
    /// <returns>Null, or why the array cannot be read or counted (SM1001, SM1011).</returns>
    public static Problem? Read(ReadOnlyMemory<byte> json, out IReadOnlyList<ReadOnlyMemory<byte>> requests)
    {
        requests = [];
        var body = RequestReader.WithoutMark(json);
        try
        {
            var items = Split(body);
            if (items is null)
            {
                return new(ErrorCodes.BatchMalformed, "A batch is a JSON array of requests. Send a single request to POST /api/messages.");
            }

            if (items.Count is 0 or > MaximumRequests)
            {
                return new(ErrorCodes.BatchMalformed, $"A batch has 1 to {MaximumRequests} requests, found {items.Count}.");
            }

            requests = items;
            return null;
        }
        catch (JsonException exception)
        {
            return new(ErrorCodes.NotJson, $"Not valid JSON near line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Check quotes, commas and brackets there.");
        }
    }

    // Null where the body is JSON, but no array.
    private static List<ReadOnlyMemory<byte>>? Split(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = MaximumDepth });
        reader.Read();
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        var items = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            items.Add(body[start..(int)reader.BytesConsumed]);
        }

        // What follows the array is met here.
        while (reader.Read())
        {
        }

        return isArray ? items : null;
    }
}
