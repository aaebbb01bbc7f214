namespace ServerlessMessaging.Genesys.Http;

/// <summary>What can be believed of Genesys' error body: nothing in it is certain, least of all its shape.</summary>
/// <param name="Code">Genesys' code, such as <c>not.found</c>.</param>
/// <param name="Message">Genesys' message, shortened and without control characters.</param>
/// <param name="ContextId">Genesys' id of the answer.</param>
internal sealed record ErrorBody(string? Code, string? Message, string? ContextId)
{
    private const int MaximumLength = 200;

    public static ErrorBody Read(GenesysAnswer answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            return Read(document.RootElement, answer.CorrelationId);
        }
        catch (JsonException)
        {
            return new(null, null, Clean(answer.CorrelationId));
        }
    }

    /// <summary>An error that stands inside a greater answer.</summary>
    public static ErrorBody Read(JsonElement error, string? correlationId) => new(
        Text(error, "code") ?? Text(error, "error"),
        Text(error, "message") ?? Text(error, "error_description"),
        Text(error, "contextId") ?? Clean(correlationId));

    /// <summary>A text of Genesys' answer that may be shown or stored.</summary>
    public static string? Text(JsonElement element, string name)
    {
        try
        {
            return Member(element, name) is { ValueKind: JsonValueKind.String } member ? Clean(member.GetString()) : null;
        }
        catch (InvalidOperationException)
        {
            // Not Unicode text.
            return null;
        }
    }

    /// <summary>A member of Genesys' answer, or null where there is none or nobody can tell.</summary>
    public static JsonElement? Member(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // Another member's name is not Unicode text.
            return null;
        }
    }

    /// <summary>A text from outside that may be shown, logged or stored; null where there is nothing in it.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var shown = text.Length > MaximumLength ? text[..MaximumLength] : text;
        return string.Concat(shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character));
    }
}
