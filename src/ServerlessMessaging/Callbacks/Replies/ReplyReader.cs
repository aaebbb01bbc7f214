using ServerlessMessaging.Contract.Reading;

namespace ServerlessMessaging.Callbacks.Replies;

/// <summary>Finds the reply in what a bot flow answered. Most answers hold none, and say so in many ways.</summary>
internal static class ReplyReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The body of a 2xx answer.</param>
    /// <param name="message">The message to send, as the flow wrote it; null where there is none.</param>
    /// <returns>Null, or why there may be a reply that cannot be read.</returns>
    public static Problem? Read(ReadOnlyMemory<byte> answer, out JsonElement? message)
    {
        message = null;
        var json = RequestReader.WithoutMark(answer);
        if (JsonScan.FirstFault(json.Span) is { } fault)
        {
            // Many answer "OK".
            return fault.Code == ErrorCodes.NotJson ? null : fault;
        }

        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("reply", out var reply)
            && reply.ValueKind != JsonValueKind.Null)
        {
            message = reply.Clone();
        }

        return null;
    }
}
