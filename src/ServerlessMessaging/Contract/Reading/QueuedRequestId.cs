namespace ServerlessMessaging.Contract.Reading;

/// <summary>Finds the id of a request whose queue message is not of the contract's shape, or is broken after the id.</summary>
internal static class QueuedRequestId
{
    private const string EventPrefix = "event-";
    private const string DataId = "data/id";

    private static readonly string[] Members = ["id", "source", "specversion", "eventType", "data_base64", DataId];

    // Far deeper than the contract allows; such a body has an id too.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    /// <summary>The id that the caller gave, else the one of its CloudEvent; null where neither can be read.</summary>
    public static string? Find(ReadOnlyMemory<byte> json)
    {
        var texts = ReadTexts(RequestReader.WithoutMark(json).Span);
        var isCloudEvent = texts.ContainsKey("specversion");
        if (texts.GetValueOrDefault(isCloudEvent || texts.ContainsKey("eventType") ? DataId : "id") is { } id && RequestId.IsValid(id))
        {
            return id;
        }

        return !isCloudEvent ? null : FindInBase64(texts.GetValueOrDefault("data_base64")) ?? OfEvent(texts.GetValueOrDefault("source"), texts.GetValueOrDefault("id"));
    }

    /// <summary>The id of an event's request that has none; null for an event without source or id.</summary>
    public static string? OfEvent(string? source, string? id) => source is { Length: > 0 } && id is { Length: > 0 } ? EventPrefix + DerivedName.Compute(NameKind.CloudEvent, source, id) : null;

    private static string? FindInBase64(string? encoded)
    {
        var bytes = new byte[encoded?.Length ?? 0];
        return Convert.TryFromBase64String(encoded ?? string.Empty, bytes, out var length) && length > 0 ? Find(bytes.AsMemory(0, length)) : null;
    }

    // Of a member that is given twice the first counts.
    private static Dictionary<string, string> ReadTexts(ReadOnlySpan<byte> json)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json, Options);
        var parent = string.Empty;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth > (parent == "data" ? 2 : 1))
                {
                    continue;
                }

                var name = reader.CurrentDepth == 1 ? parent = reader.GetString()! : $"{parent}/{reader.GetString()}";
                if (reader.Read() && reader.TokenType == JsonTokenType.String && Members.Contains(name))
                {
                    texts.TryAdd(name, reader.GetString()!);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The syntax or a text is broken here; what was read before it counts.
        }

        return texts;
    }
}
