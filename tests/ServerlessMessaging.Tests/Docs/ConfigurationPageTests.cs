using System.Globalization;
using System.Text.Json;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Tests.Configuration;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>The tables of docs/configuration.md against the options classes.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string Root = RepositoryFolder.Find();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "configuration.md"));

    [Fact]
    public void SettingsTable_Names_AreTheBoundSettings() =>
        Assert.Equal(ProductOptions.Settings.Select(setting => setting.Name).Order(), Rows("Settings").Select(row => Unquote(row[0])).Order());

    [Fact]
    public void SettingsTable_Defaults_AreThoseOfTheCode()
    {
        var rows = Rows("Settings").ToDictionary(row => Unquote(row[0]), row => row[1]);

        Assert.All(ProductOptions.Settings, setting => Assert.True(
            setting.Default is null
                ? !rows[setting.Name].Contains('`', StringComparison.Ordinal) && rows[setting.Name] == "required" == setting.IsRequired
                : rows[setting.Name] == $"`{setting.Default}`",
            $"The default of {setting.Name} is {setting.Default ?? "none"}, not {rows[setting.Name]}."));
    }

    [Fact]
    public void LimitsTable_Numbers_AreThoseOfTheCode()
    {
        var options = new MessageLimitsOptions();
        (string Name, MessageLimits Limits)[] columns =
        [
            ("OpenMessaging", options.OpenMessaging), ("MessagingEvents", options.MessagingEvents), ("Agentless", options.Agentless), ("BotSession", options.BotSession),
            .. options.Providers.Select(provider => ($"Providers__{provider.Key}", provider.Value)),
        ];
        var expected = typeof(MessageLimits).GetProperties().Where(limit => limit.PropertyType == typeof(int)).Select(limit =>
            (string[])[$"`__{limit.Name}`", .. columns.Select(column => Convert.ToString(limit.GetValue(column.Limits), CultureInfo.InvariantCulture)!)]);

        Assert.Equal(["limit", .. columns.Select(column => $"`Limits__{column.Name}`"), "meaning"], Header("Limits"));
        Assert.Equal(expected, Rows("Limits").Select(row => row[..^1]));
    }

    [Fact]
    public void PlatformTable_Names_AreThoseThatTheProductReads() =>
        Assert.Equal(ProductOptions.OfThePlatform, Rows("Settings of the platform").Select(row => Unquote(row[0])));

    [Fact]
    public void ConstantsTable_Values_AreThoseOfTheCode() =>
        Assert.Equal(ProductOptions.Constants.Order(), Rows("Constants").Select(row => (Unquote(row[0]), row[1])).Order());

    [Fact]
    public void ConstantsTable_Reasons_AreGiven() => Assert.All(Rows("Constants"), row => Assert.NotEmpty(row[2]));

    [Theory]
    [InlineData("GENESYS_CLOUD_REGION")]
    [InlineData("GENESYS_CLOUD_CLIENT_ID")]
    [InlineData("GENESYS_CLOUD_CLIENT_SECRET")]
    [InlineData("GENESYS_CLOUD_ORGANIZATION_ID")]
    [InlineData("TARGET_USER_EMAIL")]
    public void TutorialsTable_Variable_HasItsRow(string variable) =>
        Assert.Single(Rows("Environment variables of the tutorials"), row => Unquote(row[0]) == variable);

    [Fact]
    public void ExampleSettings_Names_AreKnown()
    {
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "local.settings.example.json")));
        var names = example.RootElement.GetProperty("Values").EnumerateObject().Select(member => member.Name);

        Assert.Empty(names.Except(ProductOptions.Settings.Select(setting => setting.Name)).Except(ProductOptions.OfThePlatform).Except(["FUNCTIONS_WORKER_RUNTIME"]));
    }

    private static string[] Header(string section) => Table(section)[0];

    private static IEnumerable<string[]> Rows(string section) => Table(section).Skip(2);

    private static string[][] Table(string section)
    {
        var start = Page.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"docs/configuration.md has no section '{section}'.");
        var end = Page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. Page[start..(end < 0 ? Page.Length : end)].Split('\n').Where(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
    }

    private static string Unquote(string cell) => cell.Trim('`');
}
