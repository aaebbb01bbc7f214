namespace ServerlessMessaging.Contract.Reading;

/// <summary>
/// Reads one JSON object by the contract: each member that is asked for is known, all others are refused.
/// A missing member and null are the same; whether one is required is a rule, so that all missing ones are reported at once.
/// </summary>
internal sealed class ObjectReader
{
    // Known names are shorter; the beginning of an unknown one is enough to find it.
    private const int MaxNameLength = 100;

    private readonly JsonElement _element;
    private readonly string _pointer;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private ObjectReader(JsonElement element, string pointer)
    {
        _element = OfKind(element, pointer, JsonValueKind.Object);
        _pointer = pointer;
    }

    /// <summary>An RFC 6901 pointer to a member.</summary>
    public static string Append(string pointer, string name) =>
        $"{pointer}/{Shorten(name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>An RFC 6901 pointer to an item.</summary>
    public static string Append(string pointer, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    /// <summary>Reads an object to its end, so that a member that <paramref name="read"/> does not ask for is refused.</summary>
    /// <exception cref="MalformedRequestException">The element has not the contract's shape.</exception>
    public static T Read<T>(JsonElement element, string pointer, Func<ObjectReader, T> read)
    {
        var reader = new ObjectReader(element, pointer);
        var value = read(reader);
        foreach (var member in element.EnumerateObject())
        {
            if (!reader._known.Contains(member.Name))
            {
                throw Malformed(
                    reader.PointerOf(member.Name),
                    ErrorCodes.UnknownMember,
                    $"The contract has no such member here. Known: {string.Join(", ", reader._known.Order(StringComparer.Ordinal))}.");
            }
        }

        return value;
    }

    public string? String(string name) => Member(name, JsonValueKind.String)?.GetString();

    /// <summary>A text that is empty where it is missing.</summary>
    public string Text(string name) => String(name) ?? string.Empty;

    public bool Boolean(string name) => Member(name, JsonValueKind.True)?.GetBoolean() ?? false;

    public DateTimeOffset? Time(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        return member.ValueKind == JsonValueKind.String && TimeText.Read(member.GetString()!) is { } time
            ? time
            : throw Malformed(PointerOf(name), ErrorCodes.WrongType, "Expected an ISO 8601 time with Z or an offset, such as 2026-12-01T09:00:00Z.");
    }

    /// <summary>A member that, where it is given, can have one value only.</summary>
    public void Literal(string name, string value)
    {
        if (String(name) is { } given && given != value)
        {
            throw Malformed(PointerOf(name), ErrorCodes.WrongType, $"Only '{value}' is allowed here. Leave the member out or correct it.");
        }
    }

    public T? Object<T>(string name, Func<ObjectReader, T> read)
        where T : class => Member(name) is { } member ? Read(member, PointerOf(name), read) : null;

    public IReadOnlyList<T> Array<T>(string name, Func<ObjectReader, T> readItem) => Member(name, JsonValueKind.Array) is { } array
        ? [.. array.EnumerateArray().Select((item, index) => Read(item, Append(PointerOf(name), index), readItem))]
        : [];

    /// <summary>The member whatever its type, or null where it is missing or null.</summary>
    public JsonElement? Member(string name)
    {
        _known.Add(name);
        return _element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;
    }

    /// <summary>Accepts every other member, because the contract does not know what the object is.</summary>
    public void AcceptAnything() => _known.UnionWith(_element.EnumerateObject().Select(member => member.Name));

    private static MalformedRequestException Malformed(string pointer, ErrorCode code, string detail) => new(Problem.At(pointer, code, detail));

    private static JsonElement OfKind(JsonElement element, string pointer, JsonValueKind kind) =>
        NameOf(element.ValueKind) == NameOf(kind)
            ? element
            : throw Malformed(pointer, ErrorCodes.WrongType, $"Expected {NameOf(kind)}, found {NameOf(element.ValueKind)}.");

    private static string NameOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private JsonElement? Member(string name, JsonValueKind kind) =>
        Member(name) is { } member ? OfKind(member, PointerOf(name), kind) : null;

    private string PointerOf(string name) => Append(_pointer, name);

    private static string Shorten(string name) => name.Length > MaxNameLength ? string.Concat(name.AsSpan(0, MaxNameLength), "...") : name;
}

/// <summary>The request does not have the shape of the contract; caught by the readers.</summary>
internal sealed class MalformedRequestException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
