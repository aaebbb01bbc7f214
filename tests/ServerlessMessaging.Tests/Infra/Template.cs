using System.Text.RegularExpressions;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Infra;

/// <summary>What the Bicep templates say, as text.</summary>
internal static partial class Template
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Find(), "infra");

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    /// <summary>The items of a variable that is a list of strings.</summary>
    public static IReadOnlyList<string> Strings(string name, string variable) =>
        [.. Quoted.Matches(Block(Read(name), $"var {variable} = [", "\n]")).Select(match => match.Groups["text"].Value)];

    /// <summary>The names of the members of a variable that is an object.</summary>
    public static IReadOnlyList<string> Members(string name, string variable) =>
        [.. Member.Matches(Block(Read(name), $"var {variable} = ", "\n}")).Select(match => match.Groups["name"].Value)];

    /// <summary>The default of a parameter, as it is written.</summary>
    public static string Default(string name, string parameter) =>
        Regex.Match(Read(name), $@"^param {parameter} \w+ = (?<value>\[\s+'[^']*'|[^\r\n]+)", RegexOptions.Multiline).Groups["value"].Value.Trim('[', ' ', '\r', '\n', '\'');

    private static string Block(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no '{start}'.");
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("'(?<text>[^']+)'")]
    private static partial Regex Quoted { get; }

    [GeneratedRegex(@"^\s+(?<name>[A-Za-z_][A-Za-z0-9_]*):", RegexOptions.Multiline)]
    private static partial Regex Member { get; }
}
