namespace ServerlessMessaging.Callbacks;

/// <summary>Reads JSON of another party: names in any case, and a member of an unexpected type counts as missing.</summary>
internal readonly struct LenientObject(JsonElement element)
{
    /// <summary>The member, whatever its type; null where it is missing or null.</summary>
    public JsonElement? Member(string name) => element.ValueKind != JsonValueKind.Object ? null : element.EnumerateObject()
        .Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind != JsonValueKind.Null)
        .Select(member => (JsonElement?)member.Value)
        .FirstOrDefault();

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public string? Text(string name) => Verbatim(name) is { Length: > 0 } text ? text : null;

    /// <summary>A text as it stands, even an empty one; null where there is none.</summary>
    public string? Verbatim(string name) => Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A time; in UTC where it has no offset.</summary>
    public DateTimeOffset? Time(string name) => TimeText.ReadLeniently(Verbatim(name));

    /// <summary>An object; an empty one where there is none.</summary>
    public LenientObject Object(string name) => new(Member(name) ?? default);

    /// <summary>The items of a list, or the one value that stands in its place.</summary>
    public IEnumerable<LenientObject> Items(string name) => Member(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(item => new LenientObject(item)),
        { } only => [new(only)],
    };

    /// <summary>A whole number; null where there is none.</summary>
    public long? Integer(string name) => Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>A text, or a number as it stands; null where it is neither.</summary>
    public string? Scalar() => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };
}
