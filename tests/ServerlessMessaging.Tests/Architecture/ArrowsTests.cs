using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Architecture;

/// <summary>The arrows between rooms and projects that docs/architecture.md draws.</summary>
public sealed partial class ArrowsTests
{
    private static readonly string Root = RepositoryFolder.Find();
    private static readonly string Source = Path.Combine(Root, "src");

    [Theory]
    [InlineData("Messages")]
    [InlineData("Caching")]
    [InlineData("Logging")]
    [InlineData("Storage", "Messages", "Logging")]
    [InlineData("Draining", "Logging")]
    [InlineData("Secrets", "Caching", "Logging")]
    [InlineData("Genesys", "Messages", "Secrets", "Caching", "Logging", "Serialization")]
    [InlineData("Journal", "Messages", "Serialization", "Storage")]
    [InlineData("DeadLetters", "Messages", "Storage", "Draining", "Logging", "Serialization")]
    [InlineData("Sending", "Journal", "DeadLetters", "Messages", "Genesys", "Secrets", "Storage", "Draining", "Logging", "Serialization")]
    [InlineData("Callbacks", "Journal", "DeadLetters", "Messages", "Secrets", "Storage", "Draining", "Logging", "Serialization")]
    [InlineData("Health", "Genesys", "Secrets", "Storage", "Caching", "Logging")]
    public void A_room_uses_only_the_rooms_it_may(string room, params string[] allowed)
    {
        var used = Usings(Path.Combine(Source, "ServerlessMessaging", room)).Where(name => name != room).Distinct();

        Assert.Empty(used.Except(allowed));
    }

    [Theory]
    [InlineData("src/ServerlessMessaging")]
    [InlineData("tools/ServerlessMessaging.Simulator")]
    [InlineData("src/ServerlessMessaging.Functions", "ServerlessMessaging")]
    public void A_project_refers_only_to_the_projects_it_may(string project, params string[] allowed)
    {
        var text = File.ReadAllText(Path.Combine(Root, project, $"{Path.GetFileName(project)}.csproj"));

        Assert.Equal(allowed, ProjectReference.Matches(text).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public void The_product_knows_neither_web_server_nor_Functions()
    {
        var text = string.Concat(Files(Path.Combine(Source, "ServerlessMessaging")).Select(File.ReadAllText));

        Assert.DoesNotContain("Microsoft.AspNetCore", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.Azure.Functions", text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Usings(string folder) =>
        Files(folder).SelectMany(file => Using.Matches(File.ReadAllText(file))).Select(match => match.Groups["room"].Value);

    private static string[] Files(string folder) => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"^using ServerlessMessaging\.(?<room>\w+)", RegexOptions.Multiline)]
    private static partial Regex Using { get; }

    [GeneratedRegex("<ProjectReference Include=\"[^\"]*/(?<name>[^/\"]+)\\.csproj\"")]
    private static partial Regex ProjectReference { get; }
}
