using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>Characters: texts that a customer sees, names without hidden characters, URLs that every client reads alike.</summary>
public static partial class RequestRules
{
    private const string UrlRemedy =
        "Use an absolute URL that begins with https://, without user name or password, without spaces and invisible characters, "
        + "and with every other character that a URL cannot hold percent-encoded, brackets in the path too.";

    /// <summary>Whether a customer sees nothing of a text: it is missing or empty, or has white space and invisible characters only.</summary>
    internal static bool IsBlank(string? text) => text is null || text.EnumerateRunes().All(InvisibleCharacters.IsInvisible);

    private static bool HasInvisible(string text) => text.EnumerateRunes().Any(InvisibleCharacters.IsInvisible);

    // Uri trims or escapes some characters silently, but the original text is sent.
    private static bool IsHttps(string url) =>
        UrlForm.IsMatch(url) && !InvalidInUrl.IsMatch(url) && !HasInvisible(url) && Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0;

    [GeneratedRegex(@"\Ahttps://[^/?#@]+(/[^?#\[\]]*)?([?#].*)?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex UrlForm { get; }

    [GeneratedRegex("[\"<>\\\\^`{|}]|%(?![0-9A-Fa-f]{2})", RegexOptions.CultureInvariant)]
    private static partial Regex InvalidInUrl { get; }
}
