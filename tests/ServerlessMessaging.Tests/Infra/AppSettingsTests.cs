using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.KeyVault;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Docs;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The app settings of the templates against the options of the code.</summary>
public sealed class AppSettingsTests
{
    // Settings that the Functions host and the platform read.
    private static readonly string[] OfThePlatform =
    [
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential", "AZURE_CLIENT_ID",
        "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED",
    ];

    [Fact]
    public async Task Names_Deployed_AreKnownToTheCodeOrThePlatform()
    {
        var names = (await SettingsAsync()).Keys;

        // The items of a list are numbered.
        var known = SettingsTests.Known.Concat(OfThePlatform).ToArray();
        Assert.All(names, name => Assert.Contains(name.EndsWith("__0", StringComparison.Ordinal) ? name[..^"__0".Length] : name, known));
        Assert.Empty(OfThePlatform.Except(names));
    }

    [Fact]
    public async Task Options_WithoutDefault_AreSet()
    {
        string[] required =
        [
            .. WithoutDefault(GenesysOptions.Section, new GenesysOptions()),
            .. WithoutDefault("Genesys__Clients__0", new OAuthClientOptions()),
            .. WithoutDefault(MessagingEventsOptions.Section, new MessagingEventsOptions()),
            .. WithoutDefault(KeyVaultOptions.Section, new KeyVaultOptions()),
            .. WithoutDefault(SendingOptions.Section, new SendingOptions()),
            .. WithoutDefault(QueueOptions.Section, new QueueOptions()),
            .. WithoutDefault(RecordOptions.Section, new RecordOptions()),
            .. WithoutDefault(WebhookOptions.Section, new WebhookOptions()),
            .. WithoutDefault(CallbackOptions.Section, new CallbackOptions()),
        ];

        Assert.Contains("KeyVault__Uri", required);
        Assert.Contains("Genesys__Clients__0__ClientId", required);
        Assert.Empty(required.Except((await SettingsAsync()).Keys));
    }

    [Fact]
    public async Task Values_ByDefault_AreTheDefaultsOfTheCode()
    {
        var settings = await SettingsAsync();

        Assert.Equal(new GenesysOptions().Region, settings["Genesys__Region"]);
        Assert.Equal(new OAuthClientOptions().SecretName, settings["Genesys__Clients__0__SecretName"]);
        Assert.Equal(new WebhookOptions().NamesInForce, [settings["Webhook__SecretNames__0"]]);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
    }

    // Alerts read the names that OpenTelemetry gives to an event's properties.
    [Fact]
    public void HostJson_TelemetryMode_IsOpenTelemetry()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "host.json")));

        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
    }

    private static async Task<Dictionary<string, string>> SettingsAsync() =>
        (await Deployment.MinimalAsync()).Resources.Single(resource => resource.Name == "appsettings")["properties"]
            .EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    private static IEnumerable<string> WithoutDefault(string section, object options) => options.GetType().GetProperties()
        .Where(property => property.GetCustomAttribute<RequiredAttribute>() is not null && property.GetValue(options) is null or "")
        .Select(property => $"{section}__{property.Name}");
}
