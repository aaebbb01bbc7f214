using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>The cost tables of docs/deploy.md: their numbers are those of templates and functions, and their sums are right.</summary>
public sealed partial class CostTests
{
    private const double SecondsOfAMonth = 730 * 3600;
    private const double AlwaysReady = 0.000004;

    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "deploy.md"));

    [Fact]
    public void IdleMonth_Rows_AddUpToItsTotal()
    {
        var table = Section("### An idle month");

        Assert.Equal(Math.Round(Amounts(table).SkipLast(1).Sum(), 2), Amounts(table)[^1]);
        Assert.Contains($"| an idle month | {Amounts(table)[^1].ToString("F2", CultureInfo.InvariantCulture)} |", Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrivateNetwork_Cost_IsOfItsEndpointsAndZones()
    {
        var deployment = await Deployment.CompleteAsync();
        var (endpoints, zones) = (deployment.OfType("Microsoft.Network/privateEndpoints").Count, deployment.OfType("Microsoft.Network/privateDnsZones").Count);

        AssertRow("with `vnetEnabled`", $"{endpoints} private endpoints × 730 × 0.01, {zones} zones × 0.50", (endpoints * 730 * 0.01) + (zones * 0.5));
    }

    // Functions over HTTP scale together, every other one by itself.
    [Fact]
    public async Task ZoneRedundancy_Cost_IsOfTwoInstancesOfEachGroup()
    {
        var parameters = typeof(FunctionsSetup).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Where(method => method.IsDefined(typeof(FunctionAttribute))).SelectMany(method => method.GetParameters()).ToList();
        var groups = 1 + parameters.Count(parameter => parameter.IsDefined(typeof(QueueTriggerAttribute)) || parameter.IsDefined(typeof(TimerTriggerAttribute)));
        var memory = (await Deployment.MinimalAsync()).OfType("Microsoft.Web/sites")[0]["properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB"].GetInt32() / 1024.0;
        var cost = groups * 2 * memory * SecondsOfAMonth * AlwaysReady;

        AssertRow("with `zoneRedundant`", string.Create(CultureInfo.InvariantCulture, $"{groups} groups × 2 × {memory} GB × {SecondsOfAMonth:N0} s × {AlwaysReady:0.000000}"), cost);
        AssertRow("one instance always ready", string.Create(CultureInfo.InvariantCulture, $"{memory} GB × {SecondsOfAMonth:N0} s × {AlwaysReady:0.000000}"), cost / groups / 2);
        var description = (await BicepCompiler.CompileTemplateAsync("main.bicepparam")).GetProperty("parameters").GetProperty("zoneRedundant").GetProperty("metadata").GetProperty("description").GetString();
        Assert.Contains($"with {(groups == 9 ? "nine" : groups)} groups some {Math.Round(cost / 5) * 5:0} dollars a month with 512 MB, {Math.Round(4 * cost / 10) * 10:0} with 2,048 MB", description, StringComparison.Ordinal);
    }

    private static void AssertRow(string what, string arithmetic, double cost)
    {
        var row = Section("### An idle month").Split('\n').Single(line => line.StartsWith($"| {what} |", StringComparison.Ordinal));

        Assert.Contains(arithmetic, row, StringComparison.Ordinal);
        Assert.EndsWith($"| {cost.ToString("F2", CultureInfo.InvariantCulture)} |", row, StringComparison.Ordinal);
    }

    private static string Section(string heading) => Page[Page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n###")[0];

    // Of the first table, the last cell of each row.
    private static List<double> Amounts(string section) =>
        [.. Amount.Matches(section.Split("\n\n")[1]).Select(match => double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\| \**(?<amount>[0-9.]+)\** \|$", RegexOptions.Multiline)]
    private static partial Regex Amount { get; }
}
