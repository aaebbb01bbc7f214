namespace ServerlessMessaging.Genesys.Http;

/// <summary>Reads JSON of Genesys whose shape is not certain. What cannot be read counts as absent.</summary>
internal static class LenientJson
{
    /// <summary>A body as JSON; undefined where it is not JSON.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(body.Span);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public static JsonElement? Member(JsonElement element, string name) =>
        Try<JsonElement?>(() => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null);

    /// <summary>A text as it came.</summary>
    public static string? RawText(JsonElement element, string name) =>
        Try(() => element.GetStringOrNull(name));

    /// <summary>A text that may be returned or stored.</summary>
    public static string? Text(JsonElement element, string name) => UntrustedText.Clean(RawText(element, name));

    private static T? Try<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            // A text, or the name of another member, is not Unicode.
            return default;
        }
    }
}
