using System.Reflection;
using System.Text.RegularExpressions;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Functions;

namespace ServerlessMessaging.Tests.Architecture;

/// <summary>Regular expressions whose time grows faster than the text would let a caller use up the processor.</summary>
public sealed class PatternTests
{
    private static readonly string[] Repetitions = ["*", "+", ",}"];

    [Fact]
    public void Patterns_WithRepetitions_BeginAtTheStartOfTheText()
    {
        var patterns = Patterns().ToList();

        Assert.NotEmpty(patterns);
        Assert.All(patterns, pattern => Assert.True(
            pattern.StartsWith(@"\A", StringComparison.Ordinal) || !Array.Exists(Repetitions, repetition => pattern.Contains(repetition, StringComparison.Ordinal)),
            $"Begin it with \\A, or repeat a fixed number of times only: {pattern}"));
    }

    private static IEnumerable<string> Patterns() =>
        from assembly in new[] { typeof(Problem).Assembly, typeof(FunctionsSetup).Assembly }
        from type in assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let pattern = property.GetCustomAttribute<GeneratedRegexAttribute>()?.Pattern
        where pattern is not null
        select pattern;
}
