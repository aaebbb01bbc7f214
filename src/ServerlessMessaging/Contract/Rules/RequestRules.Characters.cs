using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>Characters: texts that a customer sees, names without hidden characters, URLs that every client reads alike.</summary>
public static partial class RequestRules
{
    private const string UrlRemedy =
        "Use an absolute URL that begins with https://, without user name or password, without spaces and invisible characters, "
        + "and with every other character that a URL cannot hold percent-encoded, brackets in the path too.";

    /// <summary>Whether a customer sees nothing of a text: it is missing or empty, or has white space and invisible characters only.</summary>
    internal static bool IsBlank(string? text) => text is null || text.EnumerateRunes().All(IsInvisible);

    private static bool HasInvisible(string text) => text.EnumerateRunes().Any(IsInvisible);

    // Format characters are marks of direction, joiners, soft hyphens and tags; the numbers are fillers and selectors of other categories.
    internal static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);

    // Uri trims or escapes some characters silently, but the original text is sent.
    private static bool IsHttps(string url) =>
        UrlForm.IsMatch(url) && !InvalidInUrl.IsMatch(url) && !HasInvisible(url) && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0;

    [GeneratedRegex(@"\Ahttps://[^/?#@]+(/[^?#\[\]]*)?([?#].*)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex UrlForm { get; }

    [GeneratedRegex("[\"<>\\\\^`{|}]|%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidInUrl { get; }
}
