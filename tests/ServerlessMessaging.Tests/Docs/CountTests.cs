using System.Text.RegularExpressions;
using ServerlessMessaging.Storage;
using ServerlessMessaging.Tests.Infra;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>Numbers of things in the pages against the things.</summary>
public sealed partial class CountTests
{
    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    [Fact]
    public void Faults_OfTheMatrix_AreCountedInTheChangelog() =>
        Assert.Contains($"A fault matrix of {FaultRow.Count(Page("docs/reliability.md"))} faults,", Page("CHANGELOG.md"), StringComparison.Ordinal);

    [Fact]
    public void Queues_OfTheCode_AreCountedInTheCosts()
    {
        var count = QueueNames.All.Count;
        var costs = Page("docs/deploy.md");

        Assert.Contains($"| queues | {Words[count]}, each read every 10 s: {count} × 262,800", costs, StringComparison.Ordinal);
        Assert.Contains($"measured every 5 min with 2 calls: {count} × 2 × 8,760", costs, StringComparison.Ordinal);
        // One event for each, three log lines of the host and two spans.
        Assert.Contains($"MeasureQueues {count + 5} rows each time ({count} events, 3 log lines of the host, 2 spans)", costs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locations_OfTheWebTest_AreCountedInBothPages()
    {
        var count = (await Deployment.MinimalAsync()).OfType("Microsoft.Insights/webtests")[0]["properties.Locations"].GetArrayLength();

        Assert.Contains($"| web test | {count} locations × 4 × 730 =", Page("docs/deploy.md"), StringComparison.Ordinal);
        Assert.Contains($"from {Words[count]} locations, each every 15 minutes", Page("docs/deploy.md"), StringComparison.Ordinal);
        Assert.Contains($"two of {Words[count]} locations do not get 200", Page("docs/operations.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void SavedQueries_OfThePage_AreCountedThere()
    {
        var page = Page("docs/operations.md");

        Assert.Contains($"Queries use {Words[SavedQuery.Count(page)]} functions of the Log Analytics workspace", page, StringComparison.Ordinal);
    }

    private static string Page(string path) => File.ReadAllText(Path.Combine(RepositoryFolder.Find(), path));

    [GeneratedRegex(@"^\| F\d+ \|", RegexOptions.Multiline)]
    private static partial Regex FaultRow { get; }

    [GeneratedRegex(@"^    save \w+ [""']", RegexOptions.Multiline)]
    private static partial Regex SavedQuery { get; }
}
