using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
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

        Assert.NotEmpty(alerts.RootElement.EnumerateArray());
        Assert.All(alerts.RootElement.EnumerateArray(), alert => Assert.Contains(
            $"| `{alert.GetProperty("name").GetString()}` | {alert.GetProperty("severity")} | {string.Join(", ", alert.GetProperty("eventIds").EnumerateArray())} |",
            Page,
            StringComparison.Ordinal));
    }

    // References from alerts, workbook and other pages lead to sections that exist.
    [Theory]
    [InlineData("Alerts")]
    [InlineData("Dead letters")]
    [InlineData("Unknown outcomes")]
    [InlineData("Rotation of secrets")]
    [InlineData("Capacity")]
    [InlineData("Logs and queries")]
    [InlineData("Log events")]
    public void Sections_ReferencedElsewhere_Exist(string title) => Assert.Contains($"\n## {title}\n", Page, StringComparison.Ordinal);

    [GeneratedRegex(@"^\| (?<id>\d{5}) \| (?<name>\w+) \| (?<level>\w+) \| [^|]+ \| (?<todo>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex EventRow { get; }

    [GeneratedRegex(@"EventsBy\((?<id>\d{5}), ""(?<value>\w+)""\)")]
    private static partial Regex QueryByValue { get; }
}
