using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Every query of the workbook against the events, values and metrics of the code.</summary>
public sealed class WorkbookTests
{
    private static readonly int[] OfTheTables = [EventIds.ListRowNotWritten, EventIds.MessageListUnavailable, EventIds.ExpiredRowsDeleted, EventIds.RetentionIncomplete];

    [Fact]
    public async Task Queries_EventIds_AreLoggedByTheCode()
    {
        int[] named = [.. (await EventQueriesAsync()).SelectMany(LogQuery.EventsOf)];

        Assert.Empty(named.Except(LogQuery.EventsOfTheCode));
        Assert.Empty(OfTheTables.Except(named));
    }

    [Fact]
    public async Task Queries_ValuesOfEvents_AreInTheLogMessage()
    {
        var queries = await EventQueriesAsync();

        Assert.Contains(queries, query => LogQuery.ValuesOf(query).Any());
        Assert.All(queries, query =>
        {
            Assert.NotEmpty(LogQuery.EventsOf(query));
            LogQuery.AssertValuesAreLogged(query, LogQuery.EventsOf(query));
        });
    }

    [Fact]
    public async Task Queries_Metrics_AreMeasuredByTheCode()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var measured = new RecordedMeasurements(meters);
        var metrics = new MessagingMetrics(meters);
        metrics.CountMessage("openMessaging", "failed", "SM2004");
        metrics.Call("openMessaging", "4xx", TimeSpan.FromSeconds(1));
        var tags = string.Join(' ', measured.Find("serverlessmessaging.messages").Concat(measured.Find("serverlessmessaging.genesys.call.duration")));

        var query = Assert.Single(await QueriesAsync(), query => query.StartsWith("AppMetrics ", StringComparison.Ordinal));

        Assert.Contains("| where Name startswith \"serverlessmessaging.\" |", query, StringComparison.Ordinal);
        Assert.NotEmpty(LogQuery.ValuesOf(query));
        Assert.All(LogQuery.ValuesOf(query), tag => Assert.Contains($"{tag}=", tags, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queries_Always_SelectTheLogsOfTheFunctionApp()
    {
        var app = (await Deployment.MinimalAsync()).OfType("Microsoft.Web/sites")[0].Name;

        Assert.All(await QueriesAsync(), query => Assert.Contains($"| where AppRoleName =~ \"{app}\" |", query, StringComparison.Ordinal));
    }

    private static async Task<string[]> EventQueriesAsync() => [.. (await QueriesAsync()).Where(query => query.StartsWith("union isfuzzy=true AppTraces, AppExceptions ", StringComparison.Ordinal))];

    private static async Task<string[]> QueriesAsync()
    {
        using var workbook = JsonDocument.Parse((await Deployment.MinimalAsync()).OfType("Microsoft.Insights/workbooks")[0]["properties.serializedData"].GetString()!);
        string[] queries =
        [
            .. workbook.RootElement.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("content"))
                .Where(content => content.TryGetProperty("query", out _))
                .Select(content => content.GetProperty("query").GetString()!),
        ];
        Assert.NotEmpty(queries);
        return queries;
    }
}
