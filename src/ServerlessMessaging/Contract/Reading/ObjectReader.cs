namespace ServerlessMessaging.Contract.Reading;

/// <summary>
/// Reads one JSON object by the contract: whoever reads it asks for each member it knows, and <see cref="Complete"/> refuses the rest.
/// A missing member and null are the same; whether one is required is a rule, so that all missing ones are reported at once.
/// </summary>
internal sealed class ObjectReader
{
    private readonly JsonElement _element;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public ObjectReader(JsonElement element, string pointer)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(pointer, "an object", element);
        }

        _element = element;
        Pointer = pointer;
    }

    public string Pointer { get; }

    public string? String(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => throw WrongType(PointerOf(name), "a string", other),
    };

    public bool Boolean(string name) => Member(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw WrongType(PointerOf(name), "true or false", other),
    };

    public DateTimeOffset? Time(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        // A time without an offset would mean another moment on every machine.
        return member.ValueKind == JsonValueKind.String && member.TryGetDateTimeOffset(out var time) && HasOffset(member.GetString()!)
            ? time.ToUniversalTime()
            : throw Malformed(PointerOf(name), ErrorCodes.WrongType, "Expected an ISO 8601 time with Z or an offset, such as 2026-12-01T09:00:00Z.");
    }

    /// <summary>A member that, where it is given, can have one value only.</summary>
    public void Literal(string name, string value)
    {
        if (String(name) is { } given && given != value)
        {
            throw Malformed(PointerOf(name), ErrorCodes.WrongType, $"Only '{value}' can stand here. Leave the member out or correct it.");
        }
    }

    public ObjectReader? Object(string name) =>
        Member(name) is { } member ? new ObjectReader(member, PointerOf(name)) : null;

    public IReadOnlyList<T> Array<T>(string name, Func<ObjectReader, T> readItem)
    {
        if (Member(name) is not { } member)
        {
            return [];
        }

        if (member.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(PointerOf(name), "an array", member);
        }

        var items = new List<T>();
        foreach (var item in member.EnumerateArray())
        {
            var reader = new ObjectReader(item, JsonPointer.Append(PointerOf(name), items.Count));
            items.Add(readItem(reader));
            reader.Complete();
        }

        return items;
    }

    /// <summary>The member whatever its type, or null where it is missing or null.</summary>
    public JsonElement? Member(string name)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    /// <summary>Accepts whatever else the object holds, because what it is cannot be told.</summary>
    public void AcceptAnything()
    {
        foreach (var member in _element.EnumerateObject())
        {
            _known.Add(member.Name);
        }
    }

    /// <summary>Refuses members that nobody asked for.</summary>
    public void Complete()
    {
        foreach (var member in _element.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                throw Malformed(
                    PointerOf(member.Name),
                    ErrorCodes.UnknownMember,
                    $"The contract has no such member here. Known: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private static bool HasOffset(string text) =>
        text.IndexOf('T', StringComparison.Ordinal) is > 0 and var clock && text.AsSpan(clock).IndexOfAny("Z+-") > 0;

    private static MalformedRequestException WrongType(string pointer, string expected, JsonElement found) =>
        Malformed(pointer, ErrorCodes.WrongType, $"Expected {expected}, found {NameOf(found.ValueKind)}.");

    private static MalformedRequestException Malformed(string pointer, ErrorCode code, string detail) =>
        new(Problem.At(pointer, code, detail));

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private string PointerOf(string name) => JsonPointer.Append(Pointer, name);
}
