using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Microsoft.Extensions.Logging;
using ServerlessMessaging.Telemetry;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Tests.Telemetry;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The log alerts against the events that the code logs, and what their evaluation costs.</summary>
public sealed partial class AlertTests
{
    private static readonly TimeSpan WebhookFrequency = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Frequency = TimeSpan.FromMinutes(15);

    // Minutes that Azure accepts, up to two days.
    private static readonly double[] Windows = [5, 10, 15, 30, 45, 60, 120, 180, 240, 300, 360, 1440, 2880];

    [Fact]
    public async Task Alerts_EventIds_AreLoggedByTheCode() =>
        Assert.All(await AlertRule.AllAsync(), rule =>
        {
            Assert.Equal(rule.Name != "daily-quota-reached", rule.Events.Count > 0);
            Assert.Empty(rule.Events.Except(LogQuery.EventsOfTheCode));
        });

    /// <summary>Warnings and errors that raise no alert of their own, and why.</summary>
    private static readonly Dictionary<int, string> WithoutAlert = new()
    {
        [EventIds.MessageIdMissing] = "the message is sent",
        [EventIds.MessageRefused] = "the caller gets the response, or 11401 follows",
        [EventIds.AccessTokenDiscarded] = "12102 follows where it lasts",
        [EventIds.NotSentTokenUnavailable] = "12101 or 12108 precedes it",
        [EventIds.OrganizationUnknown] = "messages are sent",
        [EventIds.GenesysUnavailable] = "11005 or 11401 follows",
        [EventIds.NotSentBreakerOpen] = "12206 precedes it",
        [EventIds.OutcomeUnknown] = "13005 follows where the request is sent again, 11401 where it is parked",
        [EventIds.PayloadMismatch] = "the caller's fault, in the response",
        [EventIds.RequestParked] = "11401 is logged with it, and it again for each repetition of the request",
        [EventIds.RequestExpired] = "11401 is logged with it",
        [EventIds.NotSentSecretUnavailable] = "14001 precedes it",
        [EventIds.TimeBudgetExceeded] = "11005 follows",
        [EventIds.LastDeliveryFailed] = "11401 is logged with it, or the message waits for storage",
        [EventIds.CallbackDeadLettered] = "11401 is logged with it",
        [EventIds.BotFlowSecretInvalid] = "14102 is logged with it",
        [EventIds.ReplyRefused] = "11401 is logged with it",
        [EventIds.ReplyIgnored] = "the event is delivered",
    };

    [Fact]
    public async Task Alerts_EveryWarningAndError_RaisesOneOrHasAReasonNotTo()
    {
        int[] serious = [.. EventIdsTests.All.Where(logged => logged.Level >= LogLevel.Warning).Select(logged => logged.Id)];
        int[] watched = [.. (await AlertRule.AllAsync()).Where(rule => !rule.IsRaisedByAbsence).SelectMany(rule => rule.Events)];

        Assert.Equal(serious.Except(watched).Order(), WithoutAlert.Keys.Order());
    }

    // An outcome that is logged as two events must not be notified twice. Only what is measured or compared is in two rules.
    [Fact]
    public async Task Alerts_OneEvent_IsInOneRule() =>
        Assert.Equal(
            [EventIds.WebhookRefused, EventIds.QueueMeasured],
            (await AlertRule.AllAsync()).Where(rule => !rule.IsRaisedByAbsence).SelectMany(rule => rule.Events).GroupBy(id => id).SelectMany(group => group.Skip(1)).Order());

    [Fact]
    public async Task OutcomeUnknownAlert_OneRequest_CountsOnce()
    {
        var rule = (await AlertRule.AllAsync()).Single(rule => rule.Name == "outcome-unknown");

        Assert.Equal([EventIds.ResentAfterUnknownOutcome], rule.Events);
        Assert.EndsWith(" | summarize TimeGenerated = max(TimeGenerated) by Id = tostring(Properties.Id)", rule.Query, StringComparison.Ordinal);
    }

    // Anyone can post three webhooks with a wrong signature. Ten while none is accepted look like a wrong secret.
    [Fact]
    public async Task WebhookAlerts_ThreeForgedPosts_RaiseNoneOfSeverity0Or1()
    {
        var rules = (await AlertRule.AllAsync()).Where(rule => rule.Events.Contains(EventIds.WebhookRefused)).ToDictionary(rule => rule.Name);

        Assert.Equal(["webhook-refused", "webhook-secret-wrong"], rules.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3, rules["webhook-refused"].Severity);
        Assert.EndsWith(
            " | summarize Refused = sumif(toint(Properties.Count), EventId == 12302 and tostring(Properties.Check) == 'of no known secret'), Accepted = countif(EventId == 12301) | where Refused >= 10 and Accepted == 0",
            rules["webhook-secret-wrong"].Query,
            StringComparison.Ordinal);
    }

    // Once it is reached, no other log alert sees anything.
    [Fact]
    public async Task DailyQuotaAlert_Always_ReadsTheLogOfTheWorkspace()
    {
        var rule = (await AlertRule.AllAsync()).Single(rule => rule.Name == "daily-quota-reached");

        Assert.StartsWith("_LogOperation | ", rule.Query, StringComparison.Ordinal);
        Assert.Equal((1, 1), (rule.Severity, rule.Threshold));
    }

    [Fact]
    public async Task LastGoodSecretAlert_BothReads_AreWatched() =>
        Assert.Equal([EventIds.LastGoodSecretUsed, EventIds.LastGoodSecretVersionsUsed], (await AlertRule.AllAsync()).Single(rule => rule.Name == "last-good-secret").Events);

    [Fact]
    public async Task Alerts_ValuesOfEvents_AreInTheLogMessage()
    {
        var rules = await AlertRule.AllAsync();

        Assert.Contains(rules, rule => LogQuery.ValuesOf(rule.Query).Any());
        // Webhooks that are accepted are only counted.
        Assert.All(rules, rule => LogQuery.AssertValuesAreLogged(rule.Query, rule.Events.Where(id => id != EventIds.WebhookReceived)));
    }

    // A log alert is paid for by its frequency. A webhook that is refused is lost, so its alerts come sooner.
    [Fact]
    public async Task Alerts_Frequency_IsFiveMinutesForLostWebhooksAndFifteenForTheRest() =>
        Assert.All(await AlertRule.AllAsync(), rule => Assert.Equal(rule.Name is "webhook-not-accepted" or "webhook-secret-wrong" ? WebhookFrequency : Frequency, rule.Frequency));

    [Fact]
    public async Task Alerts_Window_LeavesNoEventOut() =>
        Assert.All(await AlertRule.AllAsync(), rule =>
        {
            // Where several events are counted, a burst that lies on both sides of an evaluation counts whole in the next one.
            Assert.True(rule.Window >= rule.Frequency * (rule.Threshold > 1 ? 2 : 1), $"{rule.Name} looks back {rule.Window}.");
            Assert.Contains(rule.Window.TotalMinutes, Windows);
        });

    [Theory]
    [InlineData("access-or-unexpected-error", 1, "EventId", "12101, 12102, 12103, 12106, 12107, 12108, 14001, 14011, 14017, 14018, 14099")]
    [InlineData("needs-an-operator", 2, "EventId", "11401, 11405, 12206, 12210, 14008, 14009")]
    [InlineData("secret-expires", 2, "EventId", "14022, 14030")]
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
            ["access-or-unexpected-error", "needs-an-operator", "queue-age-or-depth", "secret-expires"],
            (await AlertRule.AllAsync()).Where(rule => rule.Dimensions.Count > 0).Select(rule => rule.Name).Order(StringComparer.Ordinal));

    // The time is that of several runs of a timer of minutes, and a bit more than one run of a daily one.
    [Theory]
    [InlineData("not-running", 0, "14020, 14021", 20, "20m")]
    [InlineData("retention-not-running", 2, "14025, 14026", 26 * 60, "26h")]
    public async Task AbsenceAlert_NoLogOfATimer_IsRaised(string name, int severity, string eventIds, int minutes, string timespan)
    {
        var rules = await AlertRule.AllAsync();
        var rule = rules.Single(rule => rule.Name == name);
        var absence = AlertRule.Absence.Match(rule.Query);

        Assert.Equal(["not-running", "retention-not-running"], rules.Where(each => each.IsRaisedByAbsence).Select(each => each.Name).Order(StringComparer.Ordinal));
        Assert.Equal(severity, rule.Severity);
        Assert.Equal(eventIds, absence.Groups["ids"].Value);
        Assert.Equal((timespan, timespan, "1"), (absence.Groups["time"].Value, absence.Groups["age"].Value, absence.Groups["threshold"].Value));
        // Summarized without "by", so that no log at all is one row too, which the last condition keeps and the alert counts.
        Assert.Equal((1, "Count", "GreaterThanOrEqual"), (rule.Threshold, rule.Aggregation, rule.Operator));
        Assert.Empty(rule.Dimensions);
        Assert.True(rule.Window > TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public void Rules_OfTheFile_NameTheirOperator()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(BicepCompiler.Templates, "alerts.json")));

        Assert.All(file.RootElement.EnumerateArray(), rule => Assert.Equal(
            rule.TryGetProperty("within", out _) ? "LessThan" : "GreaterThanOrEqual", rule.GetProperty("operator").GetString()));
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

    // A log alert of the compiled template.
    private sealed partial record AlertRule(DeployedResource Resource)
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

        [GeneratedRegex(@" \| summarize Logged = countif\(EventId in \((?<ids>[\d, ]+)\) and TimeGenerated > ago\((?<time>\w+)\)\), First = min\(TimeGenerated\) \| where Logged < (?<threshold>\d+) and \(isnull\(First\) or First < ago\((?<age>\w+)\)\)$")]
        public static partial Regex Absence { get; }

        public static async Task<IReadOnlyList<AlertRule>> AllAsync() => [.. (await Deployment.MinimalAsync()).OfType(Type).Select(resource => new AlertRule(resource))];
    }
}
