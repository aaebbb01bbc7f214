using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The errors of settings in an exception, without the wording of the framework.</summary>
internal static partial class SettingErrors
{
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        OptionsValidationException validation => [.. validation.Failures.Select(Shorten)],
        AggregateException several => [.. several.InnerExceptions.SelectMany(In).Distinct()],
        InvalidOperationException conversion when Unconvertible.IsMatch(conversion.Message) => [conversion.Message],
        _ => [],
    };

    // The framework names options class and member; users know the setting.
    private static string Shorten(string failure)
    {
        if (Framed.Match(failure) is not { Success: true } match)
        {
            return failure;
        }

        var error = match.Groups["error"].Value;
        var setting = $"{match.Groups["section"].Value}:{match.Groups["member"].Value}";
        return error.Contains(setting, StringComparison.Ordinal) || error.StartsWith(match.Groups["member"].Value, StringComparison.Ordinal) ? error : $"{setting}: {error}";
    }

    [GeneratedRegex("'(?<section>\\w+)Options' members: '(?<member>\\w+)' with the error: '(?<error>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Framed { get; }

    [GeneratedRegex("^Failed to convert configuration value")]
    private static partial Regex Unconvertible { get; }
}
