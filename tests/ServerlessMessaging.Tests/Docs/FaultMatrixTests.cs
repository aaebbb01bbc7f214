using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>Every row of the fault matrix is proven by tests that carry its number, and docs/reliability.md names them.</summary>
public sealed partial class FaultMatrixTests
{
    private const int Rows = 23;
    private const string Title = "## The fault matrix";
    private static readonly string Root = RepositoryFolder.Find();

    // A class that proves a row: its place in its project, as the page writes it.
    private static readonly (int Row, string Class)[] Proofs =
    [
        .. new[] { "ServerlessMessaging.Tests", "ServerlessMessaging.EndToEndTests" }
            .Select(project => Path.Combine(Root, "tests", project))
            .SelectMany(folder => Directory.GetFiles(folder, "*Tests.cs", SearchOption.AllDirectories).SelectMany(file => RowsOf(file).Select(row => (row, ClassOf(folder, file))))),
    ];

    private static readonly (int Row, string Class)[] Documented = [.. Lines().SelectMany(line => line.Classes.Select(name => (line.Row, name)))];

    [Fact]
    public void Every_row_has_a_test_with_its_number() =>
        Assert.Equal(Enumerable.Range(1, Rows), Proofs.Select(proof => proof.Row).Distinct().Order());

    [Fact]
    public void The_page_has_every_row_once_and_in_order() => Assert.Equal(Enumerable.Range(1, Rows), Lines().Select(line => line.Row));

    [Fact]
    public void Every_class_that_proves_a_row_is_named_there() => Assert.Empty(Proofs.Except(Documented));

    [Fact]
    public void No_class_is_named_that_does_not_prove_its_row() => Assert.Empty(Documented.Except(Proofs));

    private static IEnumerable<int> RowsOf(string file) =>
        TestMethod.Matches(File.ReadAllText(file)).Select(match => int.Parse(match.Groups["row"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)).Distinct();

    private static string ClassOf(string folder, string file) => Path.ChangeExtension(Path.GetRelativePath(folder, file), null).Replace('\\', '/');

    private static IEnumerable<(int Row, IReadOnlyList<string> Classes)> Lines()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "reliability.md"));
        var section = page[page.IndexOf(Title, StringComparison.Ordinal)..];
        return TableRow.Matches(section).Select(match => (
            int.Parse(match.Groups["row"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture),
            (IReadOnlyList<string>)[.. Quoted.Matches(match.Groups["tests"].Value).Select(quoted => quoted.Groups["name"].Value)]));
    }

    [GeneratedRegex(@"^    public (async )?(Task|void) F(?<row>\d+)_\w+\(", RegexOptions.Multiline)]
    private static partial Regex TestMethod { get; }

    [GeneratedRegex(@"^\| F(?<row>\d+) \|.*\|(?<tests>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow { get; }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quoted { get; }
}
