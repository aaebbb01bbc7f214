using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.KeyVault;

/// <summary>The form of a secret's value: what a copy into the vault adds around it.</summary>
internal static class SecretForm
{
    private const string Quotes = "\"'`\u00AB\u00BB\u2018\u2019\u201A\u201C\u201D\u201E";

    /// <summary>The value that is used: line breaks at the end come from files and editors.</summary>
    public static string Clean(string value) => value.TrimEnd('\r', '\n');

    /// <summary>What is around a value that hardly belongs to it; null where nothing is.</summary>
    public static string? FaultOf(string value) => value switch
    {
        [] => null,
        [var first, .., var last] when Quotes.Contains(first, StringComparison.Ordinal) && Quotes.Contains(last, StringComparison.Ordinal) => "its value is in quotes. Set it without them.",
        [var first, ..] when char.IsWhiteSpace(first) || char.IsWhiteSpace(value[^1]) => "its value begins or ends with white space. Set it without it.",
        _ when RequestRules.IsInvisible(value.EnumerateRunes().First()) || RequestRules.IsInvisible(value.EnumerateRunes().Last()) =>
            "its value begins or ends with an invisible character. Set it without it.",
        _ => null,
    };
}
