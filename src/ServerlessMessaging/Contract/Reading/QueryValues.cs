using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the query string of an operators' list. A problem does not repeat values, because one may be a key.</summary>
public sealed partial class QueryValues
{
    private const int MaxLength = 200;
    private const int MaxContinuationLength = 2000;
    private const string ContinuationName = "continuation";

    private readonly IReadOnlyList<KeyValuePair<string, string>> _values;

    /// <summary>Reads names and values; each name must be a known one.</summary>
    public QueryValues(IEnumerable<KeyValuePair<string, string>> values, params string[] known)
    {
        _values = [.. values];
        if (_values.Any(value => !known.Contains(value.Key, StringComparer.Ordinal)))
        {
            Problem = new(ErrorCodes.FilterInvalid, $"The query has the parameters {string.Join(", ", known)}. Names are case-sensitive.");
        }
    }

    /// <summary>The first error (SM1012); null while every value was valid.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>A text of 1 to 200 characters.</summary>
    public string? Text(string name) => Read(name, value => value, $"It must not be empty, nor longer than {MaxLength} characters.");

    /// <summary>An error code, such as <c>SM2004</c>.</summary>
    public string? ErrorCode(string name) =>
        Read(name, value => Code.IsMatch(value) ? value : null, "It is SM and four digits; send the function key in the header x-functions-key.");

    /// <summary>A time with Z or an offset.</summary>
    public DateTimeOffset? Time(string name) => Read(name, ReadTime, "It is a time with Z or an offset, such as 2026-12-01T09:00:00Z.");

    /// <summary>A switch, false where it is left out.</summary>
    public bool Flag(string name) => Read(name, value => bool.TryParse(value, out var flag) ? flag : (bool?)null, "It is true or false.") ?? false;

    /// <summary>A number from 1 to a maximum.</summary>
    public int? Number(string name, int max) => Read(
        name,
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max ? number : (int?)null,
        $"It is a number from 1 to {max}.");

    /// <summary>A value of an enumeration, by its name in the contract.</summary>
    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        var choices = Enum.GetValues<TEnum>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
        return Read(name, value => choices.TryGetValue(value, out var choice) ? choice : (TEnum?)null, $"It is one of {string.Join(", ", choices.Keys)}.");
    }

    /// <summary>The continuation of a list with the same filters.</summary>
    internal Continuation? Continuation(string filters)
    {
        var continuation = Read(ContinuationName, Reading.Continuation.Read, "Use the one of the previous response unchanged, with the same filters.", MaxContinuationLength);
        if (continuation is not null && continuation.Filters != filters)
        {
            Problem ??= new(ErrorCodes.FilterInvalid, "The continuation was made for other filters. Use the one of the previous response unchanged, with the same filters.");
        }

        return continuation;
    }

    // A + in a query is a space unless it was encoded.
    private static DateTimeOffset? ReadTime(string value) => TimeText.Read(value.Replace(' ', '+'));

    // Of a repeated name every value must be valid, and the last one counts.
    private T? Read<T>(string name, Func<string, T?> parse, string advice, int maxLength = MaxLength)
    {
        T? read = default;
        foreach (var (_, value) in _values.Where(pair => pair.Key == name))
        {
            read = value.Length > 0 && value.Length <= maxLength ? parse(value) : default;
            if (read is null)
            {
                Problem ??= new(ErrorCodes.FilterInvalid, $"The value of '{name}' is invalid. {advice}");
            }
        }

        return read;
    }

    [GeneratedRegex(@"\ASM\d{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code { get; }
}
