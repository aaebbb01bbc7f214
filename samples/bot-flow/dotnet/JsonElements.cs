using System.Text.Json;

namespace BotFlow;

/// <summary>Lenient readers of JSON.</summary>
internal static class JsonElements
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A string that is not empty.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        if (element.Member(name) is not { ValueKind: JsonValueKind.String } value)
        {
            return null;
        }

        try
        {
            return value.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate, which JSON allows and .NET strings refuse.
            return value.GetRawText()[1..^1];
        }
    }
}
