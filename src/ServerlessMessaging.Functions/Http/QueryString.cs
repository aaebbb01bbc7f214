namespace ServerlessMessaging.Functions.Http;

/// <summary>The query string of a request.</summary>
internal static class QueryString
{
    /// <summary>Each name with each of its values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> QueryValues(this HttpRequest request) =>
        request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? string.Empty)));
}
