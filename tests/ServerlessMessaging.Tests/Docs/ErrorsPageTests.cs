using System.Text.RegularExpressions;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Docs;

public sealed partial class ErrorsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(RepositoryFolder.Find(), "docs", "errors.md"));

    [Fact]
    public void ErrorsPage_Sections_AreTheErrorCodesInOrder()
    {
        var documented = Heading.Matches(Page).Select(match => match.Groups["code"].Value);

        Assert.Equal(ErrorCodes.All.Select(code => code.Code), documented);
    }

    [Fact]
    public void ErrorsPage_EverySection_HasStatusAndTitle()
    {
        var missing = ErrorCodes.All.Where(code => !Page.Contains($"### {code.Code}\n\n**{code.Status}** · {code.Title}", StringComparison.Ordinal)).Select(code => code.Code);

        Assert.Empty(missing);
    }

    [GeneratedRegex(@"^### (?<code>SM\d{4})$", RegexOptions.Multiline)]
    private static partial Regex Heading { get; }
}
