namespace ServerlessMessaging.Contract.Reading;

/// <summary>Builds RFC 6901 pointers.</summary>
internal static class JsonPointer
{
    // No member has a longer name; its beginning is enough to find it.
    private const int MaxNameLength = 100;

    public static string Append(string pointer, string name) =>
        $"{pointer}/{Shorten(name).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Append(string pointer, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    private static string Shorten(string name) => name.Length > MaxNameLength ? string.Concat(name.AsSpan(0, MaxNameLength), "...") : name;
}
