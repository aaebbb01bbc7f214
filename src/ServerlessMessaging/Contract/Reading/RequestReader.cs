namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads a send request from JSON. What has not the contract's shape is a problem that names the first place.</summary>
public static class RequestReader
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one request.</summary>
    /// <param name="json">UTF-8 bytes; a byte order mark is allowed.</param>
    /// <param name="request">The request, if the result is null.</param>
    /// <returns>Null, or why the body is not of the contract's shape (codes SM1001 to SM1006).</returns>
    public static Problem? Read(ReadOnlyMemory<byte> json, out SendRequest? request)
    {
        request = null;
        var body = WithoutMark(json);
        if (JsonScan.FirstFault(body.Span) is { } fault)
        {
            return fault;
        }

        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = JsonScan.MaximumDepth });
        try
        {
            request = ReadRequest(new ObjectReader(document.RootElement, string.Empty));
            return null;
        }
        catch (MalformedRequestException exception)
        {
            return exception.Problem;
        }
    }

    internal static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> json) =>
        json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;

    internal static SendRequest ReadRequest(ObjectReader reader)
    {
        // Editors put $schema there for completion; it says nothing to us.
        reader.Member("$schema");
        var request = new SendRequest(
            reader.String("id"),
            RecipientReader.Read(reader.Object("to")),
            MessageReader.Read(reader.Object("message")),
            reader.String("replyTo"),
            reader.Boolean("notify"),
            reader.Time("sendAt"),
            reader.Time("expiresAt"));
        reader.Complete();
        return request;
    }
}
