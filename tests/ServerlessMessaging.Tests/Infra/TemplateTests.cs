using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Tests.Infrastructure;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Journal;
using ServerlessMessaging.Logging;
using ServerlessMessaging.Secrets;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Docs;
using ServerlessMessaging.Tests.Logging;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The code and the templates that bring it up say the same.</summary>
public sealed class TemplateTests
{
    // What the platform reads, not we.
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__credential", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    private static IEnumerable<string> Settings =>
        Template.Members("modules/functionApp.bicep", "platformSettings").Concat(Template.Members("main.bicep", "genesysSettings"));

    [Fact]
    public void Every_app_setting_is_known_to_the_code() =>
        Assert.Empty(Settings.Except(SettingsTests.Known).Except(SettingsTests.OfThePlatform).Except(OfThePlatform));

    [Fact]
    public void Every_option_has_a_default_or_is_set()
    {
        string[] required =
        [
            "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AZURE_CLIENT_ID",
            .. WithoutDefault(GenesysOptions.Section, new GenesysOptions()),
            .. WithoutDefault("Genesys__Clients__0", new OAuthClientOptions()),
            .. WithoutDefault(MessagingEventsOptions.Section, new MessagingEventsOptions()),
            .. WithoutDefault(KeyVaultOptions.Section, new KeyVaultOptions()),
            .. WithoutDefault(SendingOptions.Section, new SendingOptions()),
            .. WithoutDefault(QueueOptions.Section, new QueueOptions()),
            .. WithoutDefault(JournalOptions.Section, new JournalOptions()),
            .. WithoutDefault(WebhookOptions.Section, new WebhookOptions()),
            .. WithoutDefault(CallbackOptions.Section, new CallbackOptions()),
        ];

        Assert.Contains("KeyVault__Uri", required);
        Assert.Contains("Genesys__Clients__0__ClientId", required);
        Assert.Empty(required.Except(Settings));
    }

    [Fact]
    public void Queues_are_those_of_the_code() =>
        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal), Template.Strings("modules/storage.bicep", "queueNames").Order(StringComparer.Ordinal));

    [Fact]
    public void F15_Containers_are_those_of_the_code_and_each_is_forgotten_in_time()
    {
        string[] forgotten = [.. Template.Strings("modules/storage.bicep", "shortLivedContainers"), ContainerNames.DeadLetters];

        Assert.Equal(ContainerNames.All.Order(StringComparer.Ordinal), forgotten.Order(StringComparer.Ordinal));
        Assert.Contains($"var deadLetterContainer = '{ContainerNames.DeadLetters}'", Template.Read("modules/storage.bicep"), StringComparison.Ordinal);
        Assert.Equal(2, Template.Read("modules/storage.bicep").Split("'blockBlob'").Length - 1);
    }

    [Fact]
    public void Requests_are_dropped_on_the_first_queue() => Assert.Equal(QueueNames.Messages, Template.Strings("modules/storage.bicep", "queueNames")[0]);

    [Fact]
    public void Records_outlive_what_may_come_again()
    {
        // docs/reliability.md promises 15 and 30 days; a webhook may come until it is 14 days old.
        Assert.Equal("15", Template.Default("main.bicep", "recordDays"));
        Assert.Equal("30", Template.Default("main.bicep", "deadLetterDays"));
        Assert.True(new CallbackOptions().OldestWebhook < TimeSpan.FromDays(15));
        Assert.Contains("Records and bodies are kept 15 days, dead letters 30.", File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "reliability.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_have_the_names_that_the_code_looks_for()
    {
        Assert.Equal(new OAuthClientOptions().SecretName, Template.Default("main.bicep", "genesysClientSecretName"));
        Assert.Equal(new WebhookOptions().NamesInForce[0], Template.Default("main.bicep", "webhookSecretNames"));
    }

    [Fact]
    public void The_region_is_one_of_Genesys() => Assert.Equal(new GenesysOptions().Region, Template.Default("main.bicep", "genesysRegion"));

    [Fact]
    public void Alerts_ask_for_events_that_there_are()
    {
        using var alerts = JsonDocument.Parse(Template.Read("alerts.json"));
        var events = EventsOfTheCode();

        foreach (var alert in alerts.RootElement.EnumerateArray())
        {
            Assert.All(alert.GetProperty("eventIds").EnumerateArray().Select(id => id.GetInt32()), id => Assert.Contains(id, events.Keys));
        }
    }

    [Theory]
    [InlineData(nameof(EventIds.DeadLettered))]
    [InlineData(nameof(EventIds.RequestDeferred))]
    [InlineData(nameof(EventIds.RateLimited))]
    [InlineData(nameof(EventIds.BreakerOpened))]
    [InlineData(nameof(EventIds.OutcomeUnknown))]
    [InlineData(nameof(EventIds.AccessForbidden))]
    [InlineData(nameof(EventIds.CallbackDeliveryFailed))]
    [InlineData(nameof(EventIds.WebhookRefused))]
    [InlineData(nameof(EventIds.WebhookNotKept))]
    [InlineData(nameof(EventIds.StorageUnusable))]
    [InlineData(nameof(EventIds.SecretUnavailable))]
    [InlineData(nameof(EventIds.Unexpected))]
    [InlineData(nameof(EventIds.QueueMeasured))]
    [InlineData(nameof(EventIds.QueuesNotMeasured))]
    [InlineData(nameof(EventIds.SecretExpires))]
    public void What_somebody_must_know_raises_an_alert(string name)
    {
        using var alerts = JsonDocument.Parse(Template.Read("alerts.json"));
        var watched = alerts.RootElement.EnumerateArray().SelectMany(alert => alert.GetProperty("eventIds").EnumerateArray().Select(id => id.GetInt32()));

        Assert.Contains(EventsOfTheCode().Single(entry => entry.Value == name).Key, watched);
    }

    [Fact]
    public void What_an_alert_measures_stands_in_its_event()
    {
        using var alerts = JsonDocument.Parse(Template.Read("alerts.json"));
        var conditions = alerts.RootElement.EnumerateArray().Where(alert => alert.TryGetProperty("where", out _)).ToList();

        Assert.Equal(["queue-age", "queue-depth"], conditions.Select(alert => alert.GetProperty("name").GetString()));
        foreach (var alert in conditions)
        {
            var measured = alert.GetProperty("where").GetString()!.Split("Properties.")[1].Split(')')[0];
            Assert.All(alert.GetProperty("eventIds").EnumerateArray(), id => Assert.Contains($"{{{measured}}}", EventIdsTests.MessageOf(id.GetInt32()), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_workbook_asks_for_events_that_there_are()
    {
        using var workbook = JsonDocument.Parse(Template.Read("workbook.json"));
        var queries = workbook.RootElement.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("content"))
            .Where(content => content.TryGetProperty("query", out _))
            .Select(content => content.GetProperty("query").GetString()!);
        var named = queries.SelectMany(query => query.Split(' ', '(', ')', ',')).Where(word => word.Length == 4 && word.All(char.IsAsciiDigit)).Select(word => int.Parse(word, CultureInfo.InvariantCulture));

        Assert.Empty(named.Except(EventsOfTheCode().Keys));
    }

    [Fact]
    public void The_arithmetic_of_instances_rests_on_host_json()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "host.json")));
        var queues = host.RootElement.GetProperty("extensions").GetProperty("queues");

        Assert.Contains($"batchSize {queues.GetProperty("batchSize")}, newBatchThreshold {queues.GetProperty("newBatchThreshold")}", Template.Read("main.bicep"), StringComparison.Ordinal);
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
    }

    private static IEnumerable<string> WithoutDefault(string section, object options) => options.GetType().GetProperties()
        .Where(property => property.GetCustomAttribute<RequiredAttribute>() is not null && property.GetValue(options) is null or "")
        .Select(property => $"{section}__{property.Name}");

    private static Dictionary<int, string> EventsOfTheCode() =>
        typeof(EventIds).GetFields().ToDictionary(field => (int)field.GetRawConstantValue()!, field => field.Name);
}
