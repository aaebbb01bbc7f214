namespace ServerlessMessaging.Callbacks.Reading;

/// <summary>Reads JSON that somebody else shapes: names in any case, and whatever is not of the expected type is not there.</summary>
internal readonly struct LenientObject(JsonElement element)
{
    /// <summary>The member, whatever its type; null where it is missing or null.</summary>
    public JsonElement? Member(string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
            {
                return member.Value;
            }
        }

        return null;
    }

    /// <summary>A text; null where there is none, or nothing in it.</summary>
    public string? Text(string name) => Verbatim(name) is { Length: > 0 } text ? text : null;

    /// <summary>A text as it stands, even an empty one; null where there is none.</summary>
    public string? Verbatim(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A time; null where there is none.</summary>
    public DateTimeOffset? Time(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time.ToUniversalTime() : null;

    /// <summary>An object; an empty one where there is none.</summary>
    public LenientObject Object(string name) => new(Member(name) ?? default);

    /// <summary>The objects of an array; none where it is no array.</summary>
    public IEnumerable<LenientObject> Objects(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => new LenientObject(item)) : [];
}
