using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>The settings of the code, of the documentation and of the example are the same.</summary>
public sealed partial class SettingsTests
{
    private static readonly string Root = RepositoryFolder.Find();

    internal static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "FUNCTIONS_WORKER_RUNTIME", "AZURE_CLIENT_ID",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    internal static readonly string[] Known =
    [
        .. Names(GenesysOptions.Section, typeof(GenesysOptions)).Where(name => name != "Genesys__Clients"),
        .. Names("Genesys__Clients__0", typeof(OAuthClientOptions)),
        .. Names(MessagingEventsOptions.Section, typeof(MessagingEventsOptions)),
        .. Names(KeyVaultOptions.Section, typeof(KeyVaultOptions)),
        .. Names(SendingOptions.Section, typeof(SendingOptions)),
        .. Names(QueueOptions.Section, typeof(QueueOptions)),
        .. Names(WebhookOptions.Section, typeof(WebhookOptions)),
        .. Names(CallbackOptions.Section, typeof(CallbackOptions)),
        .. Names($"{BotFlowsOptions.Section}__{{name}}", typeof(BotFlowOptions)),
        .. Names(RecordOptions.Section, typeof(RecordOptions)),
        .. typeof(ProblemOptions).GetProperties().Select(property => property.Name),
    ];

    [Fact]
    public void ExampleSettings_EveryName_IsKnown()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "local.settings.example.json")));
        var names = example.RootElement.GetProperty("Values").EnumerateObject().Select(member => member.Name);

        Assert.Empty(names.Except(Known).Except(OfThePlatform));
    }

    [Fact]
    public void SettingsPage_EverySetting_IsListed()
    {
        var documented = Documented().ToHashSet();

        Assert.DoesNotContain(Known, name => !documented.Contains(name));
    }

    [Fact]
    public void SettingsPage_EveryListedSetting_Exists()
    {
        var limits = typeof(MessageLimitsOptions).GetProperties().Select(property => $"{MessageLimitsOptions.Section}__{property.Name}").ToArray();

        Assert.DoesNotContain(
            Documented().Except(Known).Except(OfThePlatform),
            name => !limits.Any(limit => name.StartsWith(limit, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Names(string section, Type options) => options.GetProperties().Select(property => $"{section}__{property.Name}");

    // A cell may shorten: `Genesys__AttemptTimeout`, `__MaxRetries`.
    private static IEnumerable<string> Documented()
    {
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));
        var table = readme[readme.IndexOf("## Settings", StringComparison.Ordinal)..readme.IndexOf("| the tutorials' scope", StringComparison.Ordinal)];
        var section = string.Empty;
        foreach (var cell in table.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('|')[1]))
        {
            foreach (var name in Quoted.Matches(cell).Select(match => match.Groups["name"].Value))
            {
                // The items of a list are numbered.
                var item = name.EndsWith("__0", StringComparison.Ordinal) ? name[..^3] : name;
                section = item.StartsWith("__", StringComparison.Ordinal) ? section : item.Contains("__", StringComparison.Ordinal) ? item[..item.LastIndexOf("__", StringComparison.Ordinal)] : item;
                yield return item.StartsWith("__", StringComparison.Ordinal) ? section + item : item;
            }
        }
    }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quoted { get; }
}
