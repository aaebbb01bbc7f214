using System.Text.RegularExpressions;
using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Contract;

/// <summary>A text of another party that is stored or returned.</summary>
internal static partial class UntrustedText
{
    /// <summary>The longest such text, in UTF-16 code units.</summary>
    public const int MaxLength = 200;

    /// <summary>A text without invisible characters, trimmed and truncated; null where nothing is left.</summary>
    public static string? Clean(string? text, int maxLength = MaxLength)
    {
        var cleaned = new StringBuilder();
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            if (cleaned.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            cleaned.Append(RequestRules.IsInvisible(rune) ? " " : rune.ToString());
        }

        return cleaned.ToString().Trim() is { Length: > 0 } result ? result : null;
    }

    /// <summary>A text whose email addresses are replaced, because records hold none.</summary>
    public static string? WithoutAddresses(string? text) => text is null ? null : EmailAddress.Replace(text, "(address)");

    [GeneratedRegex(@"\S{1,200}@\S{1,200}", RegexOptions.CultureInvariant)]
    private static partial Regex EmailAddress { get; }
}
