using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ServerlessMessaging.Storage;

/// <summary>An envelope as the text of a queue message: ASCII JSON.</summary>
internal static class LaterEnvelopeText
{
    // More than a minute's step allows in the longest time that a request lives.
    private const int MostAttempts = 1_000_000;

    /// <summary>Writes an envelope, with its request inside unless it is large.</summary>
    public static byte[] Write(LaterEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", LaterEnvelope.Version);
            writer.WriteString("id", envelope.Id);
            writer.WriteNumber("attempt", envelope.Attempt);
            writer.WriteString("acceptedAt", envelope.AcceptedAt.ToUniversalTime());
            writer.WriteString("expiresAt", envelope.ExpiresAt.ToUniversalTime());
            if (envelope.TraceParent is { } parent)
            {
                writer.WriteString("traceparent", parent);
            }

            if (envelope.Large is { } hash)
            {
                writer.WriteString("large", hash);
            }
            else
            {
                writer.WritePropertyName("request");
                writer.WriteRawValue(envelope.Request.Span);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an envelope; null where the text is none of this version. A large one comes without its request.</summary>
    public static LaterEnvelope? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static LaterEnvelope? Read(JsonElement root)
    {
        var large = root.TryGetProperty("large", out var hash) ? hash.GetString() : null;
        var attempt = root.GetProperty("attempt").GetInt32();
        ReadOnlyMemory<byte> request = large is not null ? default : Encoding.UTF8.GetBytes(root.GetProperty("request").GetRawText());
        return root.GetProperty("v").GetInt32() == LaterEnvelope.Version && attempt is >= 0 and <= MostAttempts && root.GetProperty("id").GetString() is { } id
            && (large is null || PayloadStore.IsHash(large))
            ? new(
                id,
                attempt,
                root.GetProperty("acceptedAt").GetDateTimeOffset(),
                root.GetProperty("expiresAt").GetDateTimeOffset(),
                request)
            {
                TraceParent = root.TryGetProperty("traceparent", out var parent) ? parent.GetString() : null,
                Large = large,
            }
            : null;
    }
}
