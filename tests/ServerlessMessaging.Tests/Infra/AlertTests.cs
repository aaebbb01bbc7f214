using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The log alerts against the events that the code logs, and what their evaluation costs.</summary>
public sealed partial class AlertTests
{
    private static readonly TimeSpan WebhookFrequency = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Frequency = TimeSpan.FromMinutes(15);

    // Minutes that Azure accepts, those below an hour and a day.
    private static readonly double[] Windows = [5, 10, 15, 30, 45, 1440];

    [Fact]
    public async Task Alerts_EventIds_AreLoggedByTheCode() =>
        Assert.All(await AlertRule.AllAsync(), rule =>
        {
            Assert.NotEmpty(rule.Events);
            Assert.Empty(rule.Events.Except(LogQuery.EventsOfTheCode));
        });

    [Fact]
    public async Task Alerts_EventsThatNeedAnOperator_RaiseOne()
    {
        int[] needed =
        [
            EventIds.DeadLettered, EventIds.RequestDeferred, EventIds.RateLimited, EventIds.ClientPaused, EventIds.LongRetryAfter, EventIds.BreakerOpened,
            EventIds.OutcomeUnknown, EventIds.RequestParked, EventIds.ResentAfterUnknownOutcome, EventIds.RequestExpired,
            EventIds.AccessTokenRefused, EventIds.FreshTokenRefused, EventIds.PermissionMissing, EventIds.NotSentTokenUnavailable, EventIds.UserLookupRefused, EventIds.ClientUnhealthy,
            EventIds.SecretUnavailable, EventIds.NotSentSecretUnavailable, EventIds.SecretVersionsUnavailable, EventIds.SecretExpires,
            EventIds.SendFailedUnexpectedly, EventIds.LastDeliveryFailed, EventIds.BatchItemFailedUnexpectedly, EventIds.FunctionFailedUnexpectedly,
            EventIds.WebhookRefused, EventIds.WebhookTooLarge, EventIds.WebhookNotVerified, EventIds.WebhookNotQueued,
            EventIds.CallbackDeliveryFailed, EventIds.CallbackDeadLettered, EventIds.BotFlowSecretInvalid, EventIds.ReplyRefused,
            EventIds.StorageUnavailable, EventIds.OutcomeNotRecorded, EventIds.NotSentStorageUnavailable, EventIds.StorageCreationFailed, EventIds.IndexNotWritten, EventIds.QueueUnavailable,
            EventIds.DeadLettersUnavailable, EventIds.MessageListUnavailable, EventIds.RetentionIncomplete, EventIds.CallbackStorageUnavailable, EventIds.StatusEventNotPublished,
            EventIds.QueueMeasured, EventIds.QueuesNotMeasured, EventIds.PoisonMessageReturned,
        ];

        // The rule that is raised by missing logs is raised by none of these.
        Assert.Empty(needed.Except((await AlertRule.AllAsync()).Where(rule => !rule.IsRaisedByAbsence).SelectMany(rule => rule.Events)));
    }

    [Fact]
    public async Task Alerts_ValuesOfEvents_AreInTheLogMessage()
    {
        var rules = await AlertRule.AllAsync();

        Assert.Contains(rules, rule => LogQuery.ValuesOf(rule.Query).Any());
        Assert.All(rules, rule => LogQuery.AssertValuesAreLogged(rule.Query, rule.Events));
    }

    // A log alert is paid for by its frequency. A webhook that is refused is lost, so its alerts come sooner.
    [Fact]
    public async Task Alerts_Frequency_IsFiveMinutesForWebhooksAndFifteenForTheRest() =>
        Assert.All(await AlertRule.AllAsync(), rule => Assert.Equal(rule.Name.StartsWith("webhook-", StringComparison.Ordinal) ? WebhookFrequency : Frequency, rule.Frequency));

    [Fact]
    public async Task Alerts_Window_LeavesNoEventOut() =>
        Assert.All(await AlertRule.AllAsync(), rule =>
        {
            // Where several events are counted, a burst that lies on both sides of an evaluation counts whole in the next one.
            Assert.True(rule.Window >= rule.Frequency * (rule.Threshold > 1 ? 2 : 1), $"{rule.Name} looks back {rule.Window}.");
            Assert.Contains(rule.Window.TotalMinutes, Windows);
        });

    [Theory]
    [InlineData("access-or-unexpected-error", 1, "EventId", "12101, 12102, 12103, 12105, 12106, 12107, 12108, 14001, 14003, 14011, 14014, 14017, 14018, 14099")]
    [InlineData("dead-letter-or-calls-stopped", 2, "EventId", "11401, 12206, 12210")]
    [InlineData("queue-age-or-depth", 1, "Queue", "14020")]
    public async Task MergedAlert_EachOfItsCauses_IsAnAlertOfItsOwnThatNamesIt(string name, int severity, string dimension, string eventIds)
    {
        var rule = (await AlertRule.AllAsync()).Single(rule => rule.Name == name);

        Assert.Equal(severity, rule.Severity);
        Assert.Equal(eventIds, string.Join(", ", rule.Events));
        Assert.Equal((dimension, "Include", "*"), Assert.Single(rule.Dimensions));
        Assert.Contains($" extend {dimension} = ", rule.Query, StringComparison.Ordinal);
        // With a higher threshold, events of two causes would no longer add up.
        Assert.Equal(1, rule.Threshold);
        Assert.Contains($"The dimension {dimension} ", rule.Description, StringComparison.Ordinal);
        Assert.All(rule.Events, id => Assert.Contains($"{id}", rule.Description, StringComparison.Ordinal));
    }

    // Each value of a dimension beyond the first is paid for.
    [Fact]
    public async Task Alerts_OfOneCause_HaveNoDimension() =>
        Assert.Equal(
            ["access-or-unexpected-error", "dead-letter-or-calls-stopped", "queue-age-or-depth"],
            (await AlertRule.AllAsync()).Where(rule => rule.Dimensions.Count > 0).Select(rule => rule.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task NotRunning_NoLogOfMeasureQueues_RaisesAnAlertOfSeverity0()
    {
        var rule = Assert.Single(await AlertRule.AllAsync(), rule => rule.IsRaisedByAbsence);
        var absence = Absence.Match(rule.Query);
        var schedule = typeof(MeasureQueues).GetMethod(nameof(MeasureQueues.RunAsync))!.GetParameters()[0].GetCustomAttribute<TimerTriggerAttribute>()!.Schedule;

        Assert.Equal("not-running", rule.Name);
        Assert.Equal(0, rule.Severity);
        Assert.Equal([EventIds.QueueMeasured, EventIds.QueuesNotMeasured], rule.Events);
        // Counted without "by", so that no log at all is one row too, which the last condition keeps and the threshold counts.
        Assert.True(absence.Success, rule.Query);
        Assert.Equal("20", absence.Groups["minutes"].Value);
        Assert.Equal((1, "Count", "GreaterThanOrEqual"), (rule.Threshold, rule.Aggregation, rule.Operator));
        Assert.Empty(rule.Dimensions);
        Assert.True(rule.Window >= TimeSpan.FromMinutes(20));
        // Four runs of the timer.
        Assert.Equal("0 */5 * * * *", schedule);
    }

    [Fact]
    public async Task QueueAlert_Always_ReadsTheLogOfMeasureQueues()
    {
        var rules = await AlertRule.AllAsync();
        var rule = rules.Single(rule => rule.Name == "queue-age-or-depth");

        Assert.Equal([EventIds.QueueMeasured], rule.Events);
        Assert.Equal(["AgeSeconds", "Depth", "Queue"], LogQuery.ValuesOf(rule.Query).Distinct().Order(StringComparer.Ordinal));
        // No alert but the web test's own depends on the web test.
        Assert.All(rules, each => Assert.DoesNotContain("AppAvailabilityResults", each.Query, StringComparison.Ordinal));
    }

    // A message on a poison queue is dead-lettered within seconds, so only one that stays is measured twice. Its age does not show: it may be invisible.
    [Fact]
    public async Task PoisonAlert_AnyDepthSeenTwice_IsRaised()
    {
        var rule = (await AlertRule.AllAsync()).Single(rule => rule.Name == "poison-queue");

        Assert.Equal([EventIds.QueueMeasured], rule.Events);
        Assert.EndsWith(" | where tostring(Properties.Queue) endswith '-poison' and tolong(Properties.Depth) > 0", rule.Query, StringComparison.Ordinal);
        Assert.Equal((2, 1, TimeSpan.FromMinutes(30)), (rule.Threshold, rule.Severity, rule.Window));
        Assert.Equal(3, ServerlessMessaging.Storage.QueueNames.All.Count(queue => queue.EndsWith("-poison", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Alerts_Cost_IsThatOfThePage()
    {
        var rules = await AlertRule.AllAsync();
        var page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "deploy.md"));
        var often = rules.Count(rule => rule.Frequency == WebhookFrequency);

        Assert.Contains($"{often} log alerts every 5 min at 1.50, {rules.Count - often} every 15 min at 0.50", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_WithEmailAddress_NotifyIt()
    {
        var deployment = await Deployment.CompleteAsync();
        var operators = deployment.OfType("Microsoft.Insights/actionGroups")[0].Id;

        Assert.All(deployment.OfType(AlertRule.Type), rule => Assert.Equal(operators, rule["properties.actions.actionGroups"][0].GetString()));
        Assert.All(deployment.OfType("Microsoft.Insights/metricAlerts"), alert => Assert.Equal(operators, alert["properties.actions"][0].GetProperty("actionGroupId").GetString()));
    }

    [GeneratedRegex(@" \| summarize Logged = countif\(TimeGenerated > ago\((?<minutes>\d+)m\)\) \| where Logged == 0$")]
    private static partial Regex Absence { get; }

    // A log alert of the compiled template.
    private sealed record AlertRule(DeployedResource Resource)
    {
        public const string Type = "Microsoft.Insights/scheduledQueryRules";

        // Without the prefix of the deployment: alert-{token}-.
        public string Name => Resource.Name.Split('-', 3)[2];

        public string Description => Resource["properties.description"].GetString()!;

        public int Severity => Resource["properties.severity"].GetInt32();

        public TimeSpan Frequency => XmlConvert.ToTimeSpan(Resource["properties.evaluationFrequency"].GetString()!);

        public TimeSpan Window => XmlConvert.ToTimeSpan(Resource["properties.windowSize"].GetString()!);

        public string Query => Criterion.GetProperty("query").GetString()!;

        public int Threshold => Criterion.GetProperty("threshold").GetInt32();

        public string Aggregation => Criterion.GetProperty("timeAggregation").GetString()!;

        public string Operator => Criterion.GetProperty("operator").GetString()!;

        public IReadOnlyList<(string Name, string Operator, string Value)> Dimensions =>
        [
            .. Criterion.GetProperty("dimensions").EnumerateArray().Select(dimension => (
                dimension.GetProperty("name").GetString()!, dimension.GetProperty("operator").GetString()!, Assert.Single(dimension.GetProperty("values").EnumerateArray()).GetString()!)),
        ];

        public IReadOnlyList<int> Events => [.. LogQuery.EventsOf(Query)];

        public bool IsRaisedByAbsence => Absence.IsMatch(Query);

        private JsonElement Criterion => Assert.Single(Resource["properties.criteria.allOf"].EnumerateArray());

        public static async Task<IReadOnlyList<AlertRule>> AllAsync() => [.. (await Deployment.MinimalAsync()).OfType(Type).Select(resource => new AlertRule(resource))];
    }
}
