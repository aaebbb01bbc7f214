namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads members of JSON of another party.</summary>
internal static class JsonElementReading
{
    /// <summary>The string of a member; null where the element is no object, or the member is missing or no string.</summary>
    public static string? GetStringOrNull(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
