using System.Globalization;
using System.Text.RegularExpressions;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Telemetry;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The log queries of alerts and workbook against the events that the code logs.</summary>
public sealed partial class AlertTests
{
    private const string Rule = "Microsoft.Insights/scheduledQueryRules";
    private static readonly int[] Events = [.. typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!)];

    [Fact]
    public async Task Alerts_EventIds_AreLoggedByTheCode() =>
        Assert.All(await AlertQueriesAsync(), query =>
        {
            Assert.NotEmpty(IdsOf(query));
            Assert.Empty(IdsOf(query).Except(Events));
        });

    [Fact]
    public async Task Alerts_EventsThatNeedAnOperator_RaiseOne()
    {
        int[] needed =
        [
            EventIds.DeadLettered, EventIds.RequestDeferred, EventIds.RateLimited, EventIds.BreakerOpened, EventIds.OutcomeUnknown,
            EventIds.AccessForbidden, EventIds.CallbackDeliveryFailed, EventIds.WebhookRefused, EventIds.WebhookNotKept, EventIds.StorageUnusable,
            EventIds.SecretUnavailable, EventIds.Unexpected, EventIds.QueueMeasured, EventIds.QueuesNotMeasured, EventIds.SecretExpires,
        ];

        Assert.Empty(needed.Except((await AlertQueriesAsync()).SelectMany(IdsOf)));
    }

    [Fact]
    public async Task Alerts_MeasuredProperties_AreInTheLogMessage()
    {
        (int Id, string Property)[] measured = [.. (await AlertQueriesAsync()).SelectMany(query => IdsOf(query).SelectMany(id => Measured.Matches(query).Select(match => (id, match.Groups["name"].Value))))];

        Assert.NotEmpty(measured);
        Assert.All(measured, item => Assert.Contains($"{{{item.Property}}}", EventIdsTests.MessageOf(item.Id), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alerts_WithEmailAddress_NotifyIt()
    {
        var deployment = await Deployment.CompleteAsync();
        var operators = deployment.OfType("Microsoft.Insights/actionGroups")[0].Id;

        Assert.All(deployment.OfType(Rule), rule => Assert.Equal(operators, rule["properties.actions.actionGroups"][0].GetString()));
        Assert.All(deployment.OfType("Microsoft.Insights/metricAlerts"), alert => Assert.Equal(operators, alert["properties.actions"][0].GetProperty("actionGroupId").GetString()));
    }

    [Fact]
    public async Task Workbook_EventIds_AreLoggedByTheCode()
    {
        var workbook = (await Deployment.MinimalAsync()).OfType("Microsoft.Insights/workbooks")[0]["properties.serializedData"].GetString()!;
        int[] named = [.. EventId.Matches(workbook).Select(match => Number(match.Value))];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Events));
        Assert.DoesNotContain("__FUNCTION_APP__", workbook, StringComparison.Ordinal);
    }

    private static async Task<string[]> AlertQueriesAsync() =>
        [.. (await Deployment.MinimalAsync()).OfType(Rule).Select(rule => rule["properties.criteria.allOf"][0].GetProperty("query").GetString()!)];

    private static IEnumerable<int> IdsOf(string query) => EventId.Matches(query[query.IndexOf("where EventId in", StringComparison.Ordinal)..]).Select(match => Number(match.Value));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    // Event ids have four digits; a longer number is a time or a threshold.
    [GeneratedRegex(@"(?<![\w-])\d{4}(?![\w-])")]
    private static partial Regex EventId { get; }

    [GeneratedRegex(@"Properties\.(?!EventId)(?<name>\w+)")]
    private static partial Regex Measured { get; }
}
