namespace ServerlessMessaging.Contract.Reading;

/// <summary>
/// Scans a body before it is parsed for what a parser would accept, or report without a place:
/// syntax, depth, members given twice, strings that are not valid text. docs/decisions/0001-own-json-reader.md says why.
/// </summary>
internal sealed class JsonScan
{
    /// <summary>The greatest number of objects and arrays inside each other.</summary>
    public const int MaximumDepth = 32;

    private readonly Stack<Level> _levels = new();
    private bool _isComplete;

    private string Pointer => string.Concat(_levels.Reverse().Select(level => level.Step));

    /// <summary>The first fault of the body, or null.</summary>
    public static Problem? FirstFault(ReadOnlySpan<byte> json, int maximumDepth = MaximumDepth)
    {
        // One level more than allowed, so that the extra level is found and reported here.
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maximumDepth + 1 });
        var scan = new JsonScan();
        try
        {
            while (reader.Read())
            {
                if (scan.Check(ref reader, maximumDepth) is { } fault)
                {
                    return fault;
                }
            }

            return null;
        }
        catch (JsonException exception)
        {
            return scan.Fault(
                ErrorCodes.NotJson,
                json.Trim(" \t\r\n"u8).IsEmpty ? "The body is empty. Send a request as JSON."
                : scan._isComplete ? "Something follows the request. Send one request per body."
                : Describe(exception));
        }
    }

    /// <summary>Where the syntax breaks and what to do about it.</summary>
    public static string Describe(JsonException exception) =>
        $"Not valid JSON near line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. Check quotes, commas and brackets there.";

    private Problem? Check(ref Utf8JsonReader reader, int maximumDepth)
    {
        var token = reader.TokenType;
        if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            _levels.Pop();
            _isComplete = _levels.Count == 0;
            return null;
        }

        _levels.TryPeek(out var level);
        if (token == JsonTokenType.PropertyName)
        {
            level!.Name = Text(ref reader);
            return level.Name is null ? InvalidText("The name of a member")
                : level.Names.Add(level.Name) ? null
                : Fault(ErrorCodes.DuplicateMember, "The object has this member twice. Keep one of them.");
        }

        if (level is not null)
        {
            level.Index++;
        }

        if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            if (reader.CurrentDepth >= maximumDepth)
            {
                return Fault(ErrorCodes.TooDeep, $"At most {maximumDepth} objects and arrays may be inside each other. Flatten the payload.");
            }

            _levels.Push(new Level(token == JsonTokenType.StartArray));
        }

        return token == JsonTokenType.String && Text(ref reader) is null ? InvalidText("The string") : null;
    }

    private Problem InvalidText(string what) => Fault(
        ErrorCodes.InvalidText,
        $"{what} is not valid text: it holds half of a surrogate pair, bytes that are not UTF-8, or the NUL character. Send whole Unicode characters without NUL.");

    private Problem Fault(ErrorCode code, string detail) => Problem.At(Pointer, code, detail);

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is { } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (InvalidOperationException exception) when (exception is not ObjectDisposedException)
        {
            // How the reader reports bytes or escapes that are not Unicode text.
            return null;
        }
    }

    /// <summary>An open object or array, and the member or item that was met last.</summary>
    private sealed class Level(bool isArray)
    {
        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public string? Name { get; set; }

        public int Index { get; set; } = -1;

        public string Step =>
            Name is not null ? ObjectReader.Append(string.Empty, Name)
            : isArray && Index >= 0 ? ObjectReader.Append(string.Empty, Index)
            : string.Empty;
    }
}
