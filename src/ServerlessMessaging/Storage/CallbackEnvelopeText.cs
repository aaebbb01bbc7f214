using System.Buffers;
using System.Text.Json;

namespace ServerlessMessaging.Storage;

/// <summary>A callback's envelope as the text of a queue message: ASCII JSON, the body in Base64.</summary>
internal static class CallbackEnvelopeText
{
    /// <summary>Writes an envelope, with its body inside unless it is large.</summary>
    public static byte[] Write(CallbackEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", CallbackEnvelope.Version);
            writer.WriteString("kind", envelope.Kind == CallbackKind.Webhook ? "webhook" : "send");
            writer.WriteString("receivedAt", envelope.ReceivedAt.ToUniversalTime());
            writer.WriteNumber("attempt", envelope.Attempt);
            if (envelope.Flow is { } flow)
            {
                writer.WriteString("flow", flow);
            }

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
                writer.WriteBase64String("body", envelope.Body.Span);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an envelope; null where the text is none of this version. A large one comes without its body.</summary>
    public static CallbackEnvelope? Read(ReadOnlyMemory<byte> text)
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

    private static CallbackEnvelope? Read(JsonElement root)
    {
        var large = Text(root, "large");
        var attempt = root.GetProperty("attempt").GetInt32();
        CallbackKind? kind = root.GetProperty("kind").GetString() switch { "webhook" => CallbackKind.Webhook, "send" => CallbackKind.Send, _ => null };
        if (root.GetProperty("v").GetInt32() != CallbackEnvelope.Version || kind is null || attempt < 0 || (large is not null && !PayloadStore.IsHash(large)))
        {
            return null;
        }

        var body = large is null ? root.GetProperty("body").GetBytesFromBase64() : [];
        return new(kind.Value, root.GetProperty("receivedAt").GetDateTimeOffset(), attempt, body)
        {
            Flow = Text(root, "flow"),
            TraceParent = Text(root, "traceparent"),
            Large = large,
        };
    }

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var member) ? member.GetString() : null;
}
