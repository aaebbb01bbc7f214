namespace ServerlessMessaging.Simulator.Json;

internal static class HttpsUrl
{
    public static string Require(MemberReader reader, string name) => Checked(reader, name, reader.RequiredText(name));

    public static string? Allow(MemberReader reader, string name) =>
        reader.OptionalText(name) is { } text ? Checked(reader, name, text) : null;

    private static string Checked(MemberReader reader, string name, string text)
    {
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Host.Length > 0;
        return isHttps ? text : throw reader.Refuse($"'{reader.PathOf(name)}' must be an absolute https URL", name);
    }
}
