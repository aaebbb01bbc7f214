using System.Text.Json;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Json;

/// <summary>Reads the members of one JSON object and refuses missing members, wrong types and unknown members.</summary>
internal sealed class MemberReader
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly JsonElement _element;
    private readonly string _path;

    public MemberReader(JsonElement element, string path = "")
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw path.Length == 0
                ? RefusalException.BadRequest("The request body must be a JSON object")
                : RefusalException.BadRequest($"'{path}' must be an object", path);
        }

        _element = element;
        _path = path;
    }

    public string PathOf(string name) => JsonPath.Member(_path, name);

    public bool IsEmpty => !_element.EnumerateObject().Any();

    public bool Has(string name) => _element.TryGetProperty(name, out _);

    public string RequiredText(string name) => OptionalText(name) ?? throw Missing(name);

    /// <summary>Lengths are counted in UTF-16 code units.</summary>
    public string RequiredText(string name, int maxLength, string tooLong)
    {
        var text = RequiredText(name);
        return text.Length <= maxLength ? text : throw Refuse(tooLong, name);
    }

    public string? OptionalText(string name)
    {
        var text = OptionalElement(name, "a string", JsonValueKind.String)?.GetString();
        return text is "" ? throw Refuse($"'{PathOf(name)}' must not be empty", name) : text;
    }

    public JsonElement? OptionalElement(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds)
    {
        _known.Add(name);
        if (!_element.TryGetProperty(name, out var value))
        {
            return null;
        }

        return kinds.Contains(value.ValueKind) ? value : throw Refuse($"'{PathOf(name)}' must be {expected}", name);
    }

    public JsonElement RequiredElement(string name, string expected, params ReadOnlySpan<JsonValueKind> kinds) =>
        OptionalElement(name, expected, kinds) ?? throw Missing(name);

    public IReadOnlyList<JsonElement> RequiredList(string name) => OptionalList(name) ?? throw Missing(name);

    public IReadOnlyList<JsonElement>? OptionalList(string name) =>
        OptionalElement(name, "an array", JsonValueKind.Array) is { } list ? [.. list.EnumerateArray()] : null;

    public IReadOnlyList<MemberReader> RequiredObjects(string name) => OptionalObjects(name) ?? throw Missing(name);

    public IReadOnlyList<MemberReader>? OptionalObjects(string name) =>
        OptionalList(name) is { } list ? [.. list.Select((item, index) => new MemberReader(item, JsonPath.Item(PathOf(name), index)))] : null;

    public MemberReader RequiredObject(string name) => OptionalObject(name) ?? throw Missing(name);

    public MemberReader? OptionalObject(string name) =>
        OptionalElement(name, "an object", JsonValueKind.Object) is { } element ? new MemberReader(element, PathOf(name)) : null;

    public bool? OptionalFlag(string name) =>
        OptionalElement(name, "true or false", JsonValueKind.True, JsonValueKind.False)?.GetBoolean();

    public int? OptionalInteger(string name, int min, int max) =>
        OptionalElement(name, "a number", JsonValueKind.Number) is not { } number ? null
        : number.TryGetInt32(out var value) && value >= min && value <= max ? value
        : throw Refuse($"'{PathOf(name)}' must be a whole number from {min} to {max}", name);

    public double? OptionalNumber(string name, double min, double max) =>
        OptionalElement(name, "a number", JsonValueKind.Number) is not { } number ? null
        : number.TryGetDouble(out var value) && value >= min && value <= max ? value
        : throw Refuse($"'{PathOf(name)}' must be a number from {min} to {max}", name);

    public void RefuseUnknown()
    {
        foreach (var member in _element.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                throw Refuse($"Unknown member '{PathOf(member.Name)}'", member.Name);
            }
        }
    }

    public RefusalException Refuse(string message, string name) => RefusalException.BadRequest(message, PathOf(name));

    private RefusalException Missing(string name) => Refuse($"Missing required member '{PathOf(name)}'", name);
}
