using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

public sealed partial class LinkTests
{
    private static readonly string Root = RepositoryFolder.Find();

    private static readonly string[] Pages =
    [
        .. Directory.GetFiles(Root, "*.md"),
        .. new[] { "docs", "samples", "tools" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains("node_modules", StringComparison.Ordinal)),
    ];

    [Fact]
    public void RelativeLink_OnAnyPage_LeadsToAFile() => Assert.Empty(Links().Where(link => !Path.Exists(link.Target)).Select(link => $"{link.Page}: {link.Text}"));

    [Fact]
    public void Anchor_OnAnyPage_IsAHeadingOfItsTarget() => Assert.Empty(
        Links()
            .Where(link => link.Anchor.Length > 0 && File.Exists(link.Target) && link.Target.EndsWith(".md", StringComparison.Ordinal) && !Anchors(link.Target).Contains(link.Anchor))
            .Select(link => $"{link.Page}: {link.Text}"));

    [Fact]
    public void Decision_OfTheFolder_IsInTheIndexAndShort()
    {
        var folder = Path.Combine(Root, "docs", "decisions");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        var decisions = Directory.GetFiles(folder, "0*.md");

        Assert.NotEmpty(decisions);
        Assert.DoesNotContain(decisions, page => !index.Contains($"({Path.GetFileName(page)})", StringComparison.Ordinal) || File.ReadAllLines(page).Length > 25);
    }

    private static IEnumerable<(string Page, string Text, string Target, string Anchor)> Links() =>
        from page in Pages
        from Match match in Link.Matches(File.ReadAllText(page))
        let text = match.Groups["target"].Value
        where !text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("mailto:", StringComparison.Ordinal)
        let parts = text.Split('#', 2)
        let target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]))
        select (Path.GetRelativePath(Root, page), text, target, parts.Length == 2 ? parts[1] : string.Empty);

    // As GitHub makes them of headings.
    private static IEnumerable<string> Anchors(string page) =>
        Heading.Matches(File.ReadAllText(page)).Select(match => NoAnchorCharacter.Replace(match.Groups["text"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^#{1,6} (?<text>.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NoAnchorCharacter { get; }
}
