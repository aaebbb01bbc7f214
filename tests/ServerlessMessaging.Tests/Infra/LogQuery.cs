using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Telemetry;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>What a log query of alerts or workbook names: event ids, and values of the events' messages.</summary>
internal static partial class LogQuery
{
    /// <summary>The ids of all events that the code logs.</summary>
    public static int[] EventsOfTheCode { get; } = [.. typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!)];

    /// <summary>The event ids of a query, those inside a range included.</summary>
    public static IEnumerable<int> EventsOf(string query) =>
        Ranges.Matches(query).SelectMany(range => Enumerable.Range(Number(range, "first"), Number(range, "last") - Number(range, "first") + 1))
            .Concat(EventId.Matches(Ranges.Replace(query, string.Empty)).Select(match => Number(match, "id")))
            .Distinct();

    /// <summary>The values of events that a query reads, the event id excluded.</summary>
    public static IEnumerable<string> ValuesOf(string query) => Value.Matches(query).Select(match => match.Groups["name"].Value);

    /// <summary>Fails unless every event of the query logs every value that the query reads.</summary>
    public static void AssertValuesAreLogged(string query, IEnumerable<int> events) =>
        Assert.All(
            events.SelectMany(id => ValuesOf(query).Select(value => (id, value))),
            read => Assert.Contains($"{{{read.value}}}", EventIdsTests.MessageOf(read.id), StringComparison.Ordinal));

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    // Event ids are 11000 to 14999; any other number is a time or a threshold.
    [GeneratedRegex(@"(?<![\w-])(?<id>1[1-4]\d{3})(?![\w-])")]
    private static partial Regex EventId { get; }

    [GeneratedRegex(@"between \((?<first>\d{5}) \.\. (?<last>\d{5})\)")]
    private static partial Regex Ranges { get; }

    [GeneratedRegex(@"Properties\.(?!EventId)(?<name>\w+)")]
    private static partial Regex Value { get; }
}
