using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

/// <summary>Links between the pages of the repository lead to files and headings that exist.</summary>
public sealed partial class LinksTests
{
    private static readonly string Root = RepositoryFolder.Find();

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(Root, "*.md")
            .Concat(new[] { "docs", "samples", ".github" }.SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.md", SearchOption.AllDirectories)))
            .Concat(Directory.GetDirectories(Path.Combine(Root, "tools")).SelectMany(tool => Directory.GetFiles(tool, "*.md")))
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void RelativeLink_OfAPage_LeadsToAFileAndHeading(string page)
    {
        var links = Link.Matches(WithoutCode(File.ReadAllText(Path.Combine(Root, page)))).Select(match => match.Groups["link"].Value).Where(link => !link.Contains(':', StringComparison.Ordinal));

        Assert.DoesNotContain(links, link => !Exists(page, link));
    }

    private static bool Exists(string page, string link)
    {
        var parts = link.Split('#');
        var target = parts[0].Length == 0 ? Path.Combine(Root, page) : Path.GetFullPath(Path.Combine(Root, Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1 || !target.EndsWith(".md", StringComparison.Ordinal)
            ? File.Exists(target) || Directory.Exists(target)
            : File.Exists(target) && Heading.Matches(WithoutCode(File.ReadAllText(target))).Any(match => Anchor(match.Groups["text"].Value) == parts[1]);
    }

    // As GitHub derives it: lower case, without punctuation, spaces as hyphens.
    private static string Anchor(string heading) => Punctuation.Replace(heading.Trim(), string.Empty).ToLowerInvariant().Replace(' ', '-');

    private static string WithoutCode(string page) => CodeBlock.Replace(page, string.Empty);

    [GeneratedRegex(@"\]\((?<link>[^)\s]+)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading { get; }

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation { get; }

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock { get; }
}
