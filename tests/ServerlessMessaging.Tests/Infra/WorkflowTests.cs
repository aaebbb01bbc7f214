using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;
using YamlDotNet.RepresentationModel;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>Workflows of GitHub: pinned actions, time-outs, least permissions.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Find(), ".github", "workflows");

    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Folder, "*.y*ml").Select(path => Path.GetFileName(path))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Uses_Actions_ArePinnedByCommitWithTheirVersion(string file) =>
        Assert.All(
            Uses.Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Groups["action"].Value).Where(action => !action.StartsWith("./", StringComparison.Ordinal)),
            action => Assert.Matches(Pinned, action));

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Permissions_OfTheWorkflow_AreEmptyAndListedByEachJob(string file)
    {
        var workflow = Read(file);

        Assert.Empty(Assert.IsType<YamlMappingNode>(workflow["permissions"]).Children);
        Assert.All(Jobs(workflow), job => Assert.IsType<YamlMappingNode>(job["permissions"]));
    }

    // Without it a job that hangs runs for six hours.
    [Theory]
    [MemberData(nameof(Workflows))]
    public void Jobs_Always_HaveATimeout(string file) =>
        Assert.All(Jobs(Read(file)), job => Assert.True(int.TryParse($"{job["timeout-minutes"]}", out var minutes) && minutes is > 0 and <= 90));

    private static YamlMappingNode Read(string file)
    {
        using var reader = File.OpenText(Path.Combine(Folder, file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IReadOnlyList<YamlNode> Jobs(YamlMappingNode workflow)
    {
        var jobs = ((YamlMappingNode)workflow["jobs"]).Children.Values;
        Assert.NotEmpty(jobs);
        return [.. jobs];
    }

    [GeneratedRegex(@"^[ -]*uses:\s*(?<action>.*?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Uses { get; }

    [GeneratedRegex(@"^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*$")]
    private static partial Regex Pinned { get; }
}
