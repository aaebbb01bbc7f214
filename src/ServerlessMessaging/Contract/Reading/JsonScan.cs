namespace ServerlessMessaging.Contract.Reading;

/// <summary>
/// Reads a body once, before anything is made of it, for what a parser would let through or report without a place:
/// syntax, depth, members given twice, strings that are no text.
/// </summary>
internal static class JsonScan
{
    /// <summary>The greatest number of objects and arrays inside each other.</summary>
    public const int MaximumDepth = 32;

    /// <summary>The first fault of the body, or null.</summary>
    public static Problem? FirstFault(ReadOnlySpan<byte> json, int maximumDepth = MaximumDepth)
    {
        // One level more than allowed, so that the level too many is met here and named.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maximumDepth + 1 });
        var place = new Place();
        try
        {
            while (reader.Read())
            {
                if (Check(ref reader, place, maximumDepth) is { } problem)
                {
                    return problem;
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            return Problem.At(
                place.Pointer,
                ErrorCodes.NotJson,
                Syntax(json, place, exception));
        }
    }

    private static string Syntax(ReadOnlySpan<byte> json, Place place, JsonException exception) =>
        json.Trim(" \t\r\n"u8).IsEmpty ? "The body is empty. Send a request as JSON."
        : place.IsComplete ? "Something follows the request. Send one request per body."
        : $"Not valid JSON near line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Check quotes, commas and brackets there.";

    private static Problem? Check(ref Utf8JsonReader reader, Place place, int maximumDepth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                if (!TryGetText(ref reader, out var name))
                {
                    place.Unnamed();
                    return InvalidText(place.Pointer, "The name of a member");
                }

                return place.Member(name) ? null : Problem.At(
                    place.Pointer, ErrorCodes.DuplicateMember, "This member stands twice in its object. Keep one of them.");
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                place.Value();
                if (reader.CurrentDepth >= maximumDepth)
                {
                    return Problem.At(
                        place.Pointer, ErrorCodes.TooDeep, $"At most {maximumDepth} objects and arrays may be inside each other. Flatten the payload.");
                }

                place.Enter(isArray: reader.TokenType == JsonTokenType.StartArray);
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                place.Leave();
                return null;
            case JsonTokenType.String:
                place.Value();
                return TryGetText(ref reader, out _) ? null : InvalidText(place.Pointer, "The string");
            default:
                place.Value();
                return null;
        }
    }

    private static Problem InvalidText(string pointer, string what) => Problem.At(
        pointer,
        ErrorCodes.InvalidText,
        $"{what} is not valid text: it holds half of a surrogate pair, bytes that are not UTF-8, or the NUL character. Send whole Unicode characters without NUL.");

    private static bool TryGetText(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return !text.Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // How the reader says that the bytes or escapes are no Unicode text.
            text = string.Empty;
            return false;
        }
    }

    /// <summary>Where the reader stands.</summary>
    private sealed class Place
    {
        private readonly Stack<Level> _levels = new();

        /// <summary>Whether the outermost object or array has ended.</summary>
        public bool IsComplete { get; private set; }

        public string Pointer
        {
            get
            {
                var pointer = new StringBuilder();
                foreach (var level in _levels.Reverse())
                {
                    pointer.Append(level.Step);
                }

                return pointer.ToString();
            }
        }

        public void Enter(bool isArray) => _levels.Push(new Level(isArray));

        public void Leave()
        {
            _levels.Pop();
            IsComplete = _levels.Count == 0;
        }

        public void Unnamed() => _levels.Peek().Unnamed();

        public bool Member(string name) => _levels.Peek().Member(name);

        public void Value()
        {
            if (_levels.TryPeek(out var level))
            {
                level.Value();
            }
        }
    }

    private sealed class Level(bool isArray)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);
        private string? _name;
        private int _index = -1;

        public string Step =>
            _name is not null ? JsonPointer.Append(string.Empty, _name)
            : _index >= 0 ? JsonPointer.Append(string.Empty, _index)
            : string.Empty;

        public bool Member(string name)
        {
            _name = name;
            return _names.Add(name);
        }

        public void Unnamed() => _name = null;

        public void Value()
        {
            if (isArray)
            {
                _index++;
            }
        }
    }
}
