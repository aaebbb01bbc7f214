namespace ServerlessMessaging.BotFlows;

/// <summary>Reads the reply in a bot flow's response. What is meant as JSON and cannot be read is a fault, so that no reply is lost; any other response, such as <c>OK</c>, has no reply.</summary>
internal static class ReplyReader
{
    private const string Name = "reply";

    // White space, byte order marks, and the zeros of UTF-16 and UTF-32.
    private static ReadOnlySpan<byte> Blank => [(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF];

    // A reply may be wrapped in a list or a string.
    private static ReadOnlySpan<byte> Wrapping => "[\" \t\r\n\0"u8;

    /// <summary>Reads a response.</summary>
    /// <param name="reply">The reply, if there is one.</param>
    /// <returns>Null, or why the response cannot be read and what to do about it.</returns>
    public static string? Read(Delivered delivered, out JsonElement? reply)
    {
        reply = null;
        var text = delivered.Response.Span.TrimStart(Blank);
        if (text.IsEmpty || !(IsDeclaredAsJson(delivered) || text.TrimStart(Wrapping).StartsWith("{"u8)))
        {
            return null;
        }

        if (delivered.IsCut)
        {
            return $"It has more than {BotFlowClient.MaxResponseBytes} bytes. Respond with the reply alone.";
        }

        if (delivered.ContentEncoding is { } encoding)
        {
            return $"Its Content-Encoding is {UntrustedText.Clean(encoding)}, which was not requested. Respond without it.";
        }

        var json = RequestReader.WithoutMark(delivered.Response);
        return JsonScan.FirstFault(json.Span) is { Errors: [var fault, ..] }
            ? $"{fault.Code}{(fault.Pointer.Length == 0 ? null : $" at {fault.Pointer}")}: {fault.Detail} Respond with JSON in UTF-8."
            : Read(JsonElement.Parse(json.Span), out reply);
    }

    private static string? Read(JsonElement root, out JsonElement? reply)
    {
        reply = root.ValueKind == JsonValueKind.Object && root.TryGetProperty(Name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
        return reply is not null ? null : root.ValueKind switch
        {
            JsonValueKind.Object when HasReply(root) => "The name of its member is reply, in lower case.",
            JsonValueKind.Array when root.EnumerateArray().Any(HasReply) => "It is a list. Respond with the object that has the reply.",
            JsonValueKind.String when root.GetString()!.AsSpan().TrimStart() is ['{', ..] => "It is a string that holds JSON. Respond with the object itself.",
            _ => null,
        };
    }

    // Ignoring case, because some serializers change it.
    private static bool HasReply(JsonElement element) => element.ValueKind == JsonValueKind.Object
        && element.EnumerateObject().Any(member => member.Name.Equals(Name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null);

    // What is encoded and has no type may be JSON.
    private static bool IsDeclaredAsJson(Delivered delivered) => delivered.ContentType is { } type
        ? type.Split(';')[0].Contains("json", StringComparison.OrdinalIgnoreCase)
        : delivered.ContentEncoding is not null;
}
