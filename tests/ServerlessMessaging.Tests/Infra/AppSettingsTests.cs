using System.Text.Json;
using ServerlessMessaging.Callbacks;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Tests.Configuration;
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

        Assert.Empty(names.Except(ProductOptions.Settings.Select(setting => setting.Name)).Except(OfThePlatform));
        Assert.Empty(OfThePlatform.Except(names));
    }

    [Fact]
    public async Task Settings_WithoutDefault_AreSet()
    {
        var required = ProductOptions.Settings.Where(setting => setting is { IsRequired: true, Default: null }).Select(setting => setting.Name).ToArray();

        Assert.Equal(["Genesys__Clients__0__ClientId", "KeyVault__Uri"], required.Order());
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
}
