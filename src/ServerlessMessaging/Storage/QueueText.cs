using System.Buffers.Text;

namespace ServerlessMessaging.Storage;

/// <summary>The text of a queue message of an application: JSON, or Base64 of JSON.</summary>
internal static class QueueText
{
    /// <summary>The JSON of a text; a text that is neither is returned as it is.</summary>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> text)
    {
        if (LooksLikeJson(text.Span) || !Base64.IsValid(text.Span, out var length) || length == 0)
        {
            return text;
        }

        var decoded = new byte[length];
        Base64.DecodeFromUtf8(text.Span, decoded, out _, out var written);
        return LooksLikeJson(decoded.AsSpan(0, written)) ? decoded.AsMemory(0, written) : text;
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> bytes)
    {
        var body = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        return body.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
    }
}
