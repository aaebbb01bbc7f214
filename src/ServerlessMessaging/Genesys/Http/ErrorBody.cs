using System.Text.Json;

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
            var root = document.RootElement;
            return new(Text(root, "code") ?? Text(root, "error"), Text(root, "message") ?? Text(root, "error_description"), Text(root, "contextId") ?? Clean(answer.CorrelationId));
        }
        catch (JsonException)
        {
            return new(null, null, Clean(answer.CorrelationId));
        }
    }

    /// <summary>A text of Genesys' answer that may be shown or stored.</summary>
    public static string? Text(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
                ? Clean(member.GetString())
                : null;
        }
        catch (InvalidOperationException)
        {
            // Not Unicode text.
            return null;
        }
    }

    private static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var shown = text.Length > MaximumLength ? text[..MaximumLength] : text;
        return string.Concat(shown.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character));
    }
}
