using System.Buffers;

namespace ServerlessMessaging.Storage;

/// <summary>What the texts of our envelopes have in common: one JSON object, read whole or not at all.</summary>
internal static class EnvelopeText
{
    private const string DueAtName = "dueAt";

    /// <summary>Writes an object.</summary>
    /// <param name="members">Writes its members.</param>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a text, where there is one.</summary>
    public static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    /// <summary>Writes when the envelope is to be seen, unless at once.</summary>
    public static void WriteDueAt(Utf8JsonWriter writer, DateTimeOffset? dueAt)
    {
        if (dueAt is { } due)
        {
            writer.WriteString(DueAtName, due.ToUniversalTime());
        }
    }

    /// <summary>When an envelope of either kind is to be seen; null where that is at once, or nobody can tell.</summary>
    public static DateTimeOffset? DueAt(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty(DueAtName, out var due) ? due.GetDateTimeOffset() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads an envelope; null where the text is none.</summary>
    /// <param name="text">The text of a queue message.</param>
    /// <param name="read">Reads the members; whatever is missing or of another type may throw.</param>
    public static T? Read<T>(ReadOnlyMemory<byte> text, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var member) ? member.GetString() : null;
}
