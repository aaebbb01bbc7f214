using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract;

/// <summary>The form of a request's id, which is a blob name, a path segment and an idempotency key at once.</summary>
public static partial class RequestId
{
    /// <summary>The greatest length, in characters.</summary>
    public const int MaximumLength = 128;

    /// <summary>What a valid id looks like, for error texts.</summary>
    public const string Description =
        "1 to 128 characters, letters, digits, '_', ':', '-' and single '.' inside, beginning with a letter or digit, and neither 'batch' nor 'preview'";

    // Words that are routes below /api/messages.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "batch", "preview" };

    /// <summary>Whether the text can be an id.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= MaximumLength && Pattern.IsMatch(id) && !Reserved.Contains(id);

    /// <summary>The id in an <c>Idempotency-Key</c> header, which may stand bare or in quotes; null if it is none.</summary>
    public static string? FromHeader(string value)
    {
        var trimmed = value.Trim();
        var id = trimmed is ['"', .. var inner, '"'] ? inner : trimmed;
        return IsValid(id) ? id : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_:-]*(\.[A-Za-z0-9_:-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern { get; }
}
