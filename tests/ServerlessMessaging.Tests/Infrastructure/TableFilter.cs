using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The part of OData's filters that the product uses: comparisons joined by <c>and</c>.</summary>
internal static partial class TableFilter
{
    public static bool Matches(string? filter, JsonObject row)
    {
        if (string.IsNullOrEmpty(filter))
        {
            return true;
        }

        var found = Comparisons().Matches(filter);
        return found.Sum(match => match.Length) == filter.Length ? found.All(match => Holds(match, row)) : throw new NotSupportedException(filter);
    }

    private static bool Holds(Match comparison, JsonObject row)
    {
        if (row[comparison.Groups["name"].Value] is not JsonValue value)
        {
            return false;
        }

        var order = comparison.Groups["text"] is { Success: true } text ? string.CompareOrdinal(value.ToString(), text.Value.Replace("''", "'", StringComparison.Ordinal))
            : comparison.Groups["time"] is { Success: true } time ? Time(value.ToString()).CompareTo(Time(time.Value))
            : value.GetValueKind() == JsonValueKind.Number ? value.GetValue<long>().CompareTo(long.Parse(comparison.Groups["other"].ValueSpan.TrimEnd('L'), CultureInfo.InvariantCulture))
            : string.CompareOrdinal(value.ToString(), comparison.Groups["other"].Value);
        return comparison.Groups["operator"].Value switch
        {
            "eq" => order == 0,
            "ne" => order != 0,
            "lt" => order < 0,
            "le" => order <= 0,
            "gt" => order > 0,
            _ => order >= 0,
        };
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    [GeneratedRegex(@"\(?(?<name>\w+) (?<operator>eq|ne|lt|le|gt|ge) ('(?<text>([^']|'')*)'|datetime'(?<time>[^']*)'|(?<other>\w+))\)?( and )?")]
    private static partial Regex Comparisons();
}
