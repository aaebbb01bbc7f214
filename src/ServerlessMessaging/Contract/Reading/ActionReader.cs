using System.Buffers;
using System.Text.Encodings.Web;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the buttons of a card.</summary>
internal static class ActionReader
{
    // A payload is measured as it is sent; this encoder leaves most text as it is.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CardAction Read(ObjectReader reader)
    {
        var type = reader.String("type");
        var title = reader.String("title") ?? string.Empty;
        switch (type)
        {
            case "postBack":
                return new PostBackAction(title, Payload(reader.Member("payload")));
            case "imBack":
                return new ImBackAction(title, reader.String("payload") ?? string.Empty);
            case "openUrl":
                return new OpenUrlAction(title, reader.String("url") ?? string.Empty);
            default:
                reader.AcceptAnything();
                return new UnknownAction(title, type ?? string.Empty);
        }
    }

    private static string Payload(JsonElement? payload)
    {
        if (payload is not { } value)
        {
            return string.Empty;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
