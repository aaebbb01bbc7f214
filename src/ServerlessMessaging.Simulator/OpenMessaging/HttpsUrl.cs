using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.OpenMessaging;

internal static class HttpsUrl
{
    public static void Require(MemberReader reader, string name)
    {
        var text = reader.RequiredText(name);
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url.Host.Length > 0;
        if (!isHttps)
        {
            throw reader.Refuse($"'{reader.PathOf(name)}' must be an absolute https URL", name);
        }
    }
}
