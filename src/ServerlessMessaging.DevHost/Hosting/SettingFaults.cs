using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>What an exception says about settings, without the framework's words around it.</summary>
internal static partial class SettingFaults
{
    public static IReadOnlyList<string> In(Exception exception) => exception switch
    {
        OptionsValidationException validation => [.. validation.Failures.Select(Shorten)],
        AggregateException several => [.. several.InnerExceptions.SelectMany(In).Distinct()],
        _ => [],
    };

    private static string Shorten(string failure) => Framed.Match(failure) is { Success: true } match ? match.Groups["said"].Value : failure;

    [GeneratedRegex("with the error: '(?<said>.*)'\\.$", RegexOptions.Singleline)]
    private static partial Regex Framed { get; }
}
