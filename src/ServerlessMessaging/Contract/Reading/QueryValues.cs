using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads the query strings of the operators' lists.</summary>
public static partial class QueryValues
{
    // No value of a filter is longer; a continuation is.
    private const int MaxLength = 200;
    private const int MaxContinuationLength = 2000;
    private const string Continuation = "continuation";

    /// <summary>
    /// Reads every name and value into a query. <paramref name="with"/> gives the query with one more value, or null where the value cannot be used;
    /// <paramref name="advice"/> says what a value of a name must be, or null for the common ones.
    /// </summary>
    /// <returns>Null, or what is wrong (SM1012). Values are not repeated: one of them may be a key.</returns>
    public static Problem? Read<T>(
        IEnumerable<KeyValuePair<string, string>> values, IReadOnlyList<string> known, ref T query, Func<T, string, string, T?> with, Func<string, string?> advice)
        where T : class
    {
        foreach (var (name, value) in values)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                return new(ErrorCodes.FilterInvalid, $"The query knows {string.Join(", ", known)}. Names are case-sensitive.");
            }

            if (value.Length == 0 || value.Length > (name == Continuation ? MaxContinuationLength : MaxLength) || with(query, name, value) is not { } read)
            {
                return new(ErrorCodes.FilterInvalid, $"The value of '{name}' cannot be used. {advice(name) ?? Advice(name)}");
            }

            query = read;
        }

        return null;
    }

    /// <summary>A time with Z or an offset; null where it is none.</summary>
    public static DateTimeOffset? Time(string value)
    {
        // A + in a query is a space unless it was encoded.
        var text = value.Replace(' ', '+');
        return text.Length <= 40 && Offset.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
    }

    /// <summary>Whether a value is an error code, such as <c>SM2004</c>.</summary>
    public static bool IsErrorCode(string value) => Code.IsMatch(value);

    private static string Advice(string name) => name switch
    {
        "code" => "It is SM and four digits; send the function key in the header x-functions-key.",
        "since" or "until" => "It is a time with Z or an offset, such as 2026-12-01T09:00:00Z.",
        Continuation => "Take it unchanged from the response before, with the same filters.",
        _ => $"It must not be empty, nor longer than {MaxLength} characters.",
    };

    [GeneratedRegex(@"\ASM\d{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Code { get; }

    [GeneratedRegex(@"T.*(Z|[+-]\d{2}:\d{2})\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Offset { get; }
}
