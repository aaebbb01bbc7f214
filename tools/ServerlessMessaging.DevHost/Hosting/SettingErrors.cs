using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>What an exception says about settings, without the framework's words around it.</summary>
internal static partial class SettingErrors
{
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        OptionsValidationException validation => [.. validation.Failures.Select(Shorten)],
        AggregateException several => [.. several.InnerExceptions.SelectMany(In).Distinct()],
        InvalidOperationException conversion when Unconvertible.IsMatch(conversion.Message) => [conversion.Message],
        _ => [],
    };

    // The framework names options class and member; a reader knows the setting.
    private static string Shorten(string failure)
    {
        if (Framed.Match(failure) is not { Success: true } match)
        {
            return failure;
        }

        var said = match.Groups["said"].Value;
        var setting = $"{match.Groups["section"].Value}:{match.Groups["member"].Value}";
        return said.Contains(setting, StringComparison.Ordinal) || said.StartsWith(match.Groups["member"].Value, StringComparison.Ordinal) ? said : $"{setting}: {said}";
    }

    [GeneratedRegex("'(?<section>\\w+)Options' members: '(?<member>\\w+)' with the error: '(?<said>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Framed { get; }

    [GeneratedRegex("^Failed to convert configuration value")]
    private static partial Regex Unconvertible { get; }
}
