using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>docs/operations.md against the log events of the code and the alerts of the templates.</summary>
public sealed partial class OperationsPageTests
{
    private static readonly string Root = RepositoryFolder.Find();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "operations.md"));

    private static readonly (int Id, string Name, string Level, string ToDo)[] Rows =
    [
        .. EventRow.Matches(Page).Select(row => (
            int.Parse(row.Groups["id"].ValueSpan, CultureInfo.InvariantCulture), row.Groups["name"].Value, row.Groups["level"].Value, row.Groups["todo"].Value)),
    ];

    [Fact]
    public void EventTable_ComparedWithEventIds_HasOneRowForEach() =>
        Assert.Equal(typeof(EventIds).GetFields().Select(field => ((int)field.GetRawConstantValue()!, field.Name)).Order(), Rows.Select(row => (row.Id, row.Name)));

    [Fact]
    public void EventTable_ComparedWithLogMessages_HasTheirLevels()
    {
        var levels = new[] { typeof(ServerlessMessagingServices).Assembly, typeof(FunctionsSetup).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(message => (message.EventId, message.Level.ToString()));

        Assert.Equal(levels.Order(), Rows.Select(row => (row.Id, row.Level)));
    }

    // A command or query in code, or a link to the steps.
    [Fact]
    public void EventTable_WhatToDo_IsACommandOrQuery() => Assert.All(Rows, row => Assert.Contains('`', row.ToDo));

    [Fact]
    public void Queries_ValuesOfEvents_AreInTheLogMessage() => Assert.All(
        QueryByValue.Matches(Page).Where(query => query.Groups["value"].Value != "CategoryName"),
        query => Assert.Contains(
            $"{{{query.Groups["value"].Value}",
            Telemetry.EventIdsTests.MessageOf(int.Parse(query.Groups["id"].ValueSpan, CultureInfo.InvariantCulture)),
            StringComparison.Ordinal));

    [Fact]
    public void AlertTable_ComparedWithTheTemplates_HasEachAlertWithItsEvents()
    {
        using var alerts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "infra", "alerts.json")));

        // The last row is the web test's.
        Assert.Equal(
            [.. alerts.RootElement.EnumerateArray().Select(Describe), "`unhealthy` | 0 | none, a web test"],
            AlertRow.Matches(Page).Select(row => row.Groups["alert"].Value));

        static string Describe(JsonElement alert)
        {
            var events = alert.TryGetProperty("eventIds", out var ids) ? string.Join(", ", ids.EnumerateArray()) : "none, a log of the workspace";
            return $"`{alert.GetProperty("name").GetString()}` | {alert.GetProperty("severity")} | {events}";
        }
    }

    // The numbers of a condition that is a query of its own stand in that query.
    [Fact]
    public void AlertTable_Conditions_HaveTheNumbersOfTheTemplates()
    {
        using var alerts = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "infra", "alerts.json")));
        var conditions = AlertRow.Matches(Page).ToDictionary(row => row.Groups["name"].Value, row => row.Groups["condition"].Value);

        Assert.All(alerts.RootElement.EnumerateArray(), alert => Assert.Equal(
            Numbers(Condition(alert)), Numbers(conditions[alert.GetProperty("name").GetString()!].Replace("one in", "1 in", StringComparison.Ordinal))));
    }

    private static string Condition(JsonElement alert)
    {
        var window = XmlConvert.ToTimeSpan(alert.GetProperty("window").GetString()!);
        var (value, unit) = window.TotalDays >= 1 ? (window.TotalDays, "days") : window.TotalHours >= 1 ? (window.TotalHours, "hours") : (window.TotalMinutes, "minutes");
        return alert.GetProperty("name").GetString() switch
        {
            "daily-quota-reached" => string.Empty,
            "queue-age-or-depth" => Text("where").Replace("900", "15", StringComparison.Ordinal).Replace("10000", "10,000", StringComparison.Ordinal),
            "webhook-secret-wrong" => $"{Text("summarize").Split(">= ")[1].Split(' ')[0]} in {value} {unit}",
            _ when alert.TryGetProperty("within", out var within) => within.GetString()!,
            // "A day" has no number.
            _ => $"{alert.GetProperty("threshold")} in {(value == 1 ? string.Empty : value)} {unit}",
        };

        string Text(string member) => alert.GetProperty(member).GetString()!;
    }

    private static IEnumerable<string> Numbers(string text) => Number.Matches(text).Select(number => number.Value);

    // References from alerts, workbook and other pages lead to sections that exist.
    [Theory]
    [InlineData("Alerts")]
    [InlineData("Timers")]
    [InlineData("Dead letters")]
    [InlineData("Unknown outcomes")]
    [InlineData("Rotation of secrets")]
    [InlineData("Capacity")]
    [InlineData("Logs and queries")]
    [InlineData("Log events")]
    public void Sections_ReferencedElsewhere_Exist(string title) => Assert.Contains($"\n## {title}\n", Page, StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<id>\d{5}) \| (?<name>\w+) \| (?<level>\w+) \| [^|]+ \| (?<todo>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex EventRow { get; }

    [GeneratedRegex(@"^\| (?<alert>`(?<name>[a-z0-9-]+)` \| \d \| [^|]+?) \| (?<condition>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex AlertRow { get; }

    [GeneratedRegex(@"\d[\d,]*")]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"EventsBy\((?<id>\d{5}), ""(?<value>\w+)""\)")]
    private static partial Regex QueryByValue { get; }
}
