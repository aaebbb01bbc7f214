using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Reading;

/// <summary>Reads times of RFC 3339, also with the basic offset of ISO 8601, such as <c>+0000</c>.</summary>
internal static partial class TimeText
{
    /// <summary>The most characters of a time; a longer text is not parsed.</summary>
    public const int MaxLength = 42;

    /// <summary>The moment in UTC; null where the text is no time with Z or an offset, which would be another moment on every machine.</summary>
    public static DateTimeOffset? Read(string text)
    {
        if (text.Length > MaxLength || Form.Match(text) is not { Success: true, Groups: var groups })
        {
            return null;
        }

        var minutes = groups["minutes"] is { Success: true, Value: var given } ? given : "00";
        var offset = groups["hours"] is { Success: true, Value: var hours } ? $"{hours}:{minutes}" : "Z";
        return DateTimeOffset.TryParse(groups["clock"].Value + offset, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;
    }

    /// <summary>The moment in UTC of another party's text, which is in UTC where it has no offset; null where it is no time.</summary>
    public static DateTimeOffset? ReadLeniently(string? text) => text is null ? null : Read(text) ?? Read($"{text}Z");

    [GeneratedRegex(
        @"\A(?<clock>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,16})?)?)(Z|(?<hours>[+-][0-9]{2})(:?(?<minutes>[0-9]{2}))?)\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Form { get; }
}
