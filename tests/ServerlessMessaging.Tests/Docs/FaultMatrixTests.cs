using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>Each fault in the table of docs/reliability.md has a test with its number as a trait.</summary>
public sealed partial class FaultMatrixTests
{
    private static readonly string Root = RepositoryFolder.Find();

    private static readonly string[] Documented =
        [.. TableRow.Matches(File.ReadAllText(Path.Combine(Root, "docs", "reliability.md"))).Select(match => match.Groups["fault"].Value)];

    // From the sources, because the traits stand in several test assemblies.
    private static readonly HashSet<string> Tested =
    [
        .. Directory.GetFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => FaultTrait.Matches(File.ReadAllText(file)).Select(match => match.Groups["fault"].Value)),
    ];

    [Fact]
    public void FaultMatrix_Rows_AreNumberedInOrder() => Assert.Equal(Enumerable.Range(1, 26).Select(number => $"F{number}"), Documented);

    [Fact]
    public void FaultMatrix_EveryRow_HasATest() => Assert.Empty(Documented.Except(Tested));

    [Fact]
    public void FaultTrait_OnAnyTest_HasARow() => Assert.Empty(Tested.Except(Documented));

    [GeneratedRegex(@"^ *\[Trait\(""Fault"", ""(?<fault>[^""]*)""\)\]\r?$", RegexOptions.Multiline)]
    private static partial Regex FaultTrait { get; }

    [GeneratedRegex(@"^\| (?<fault>F\d+) \|", RegexOptions.Multiline)]
    private static partial Regex TableRow { get; }
}
