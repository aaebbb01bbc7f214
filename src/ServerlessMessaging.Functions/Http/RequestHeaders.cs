namespace ServerlessMessaging.Functions.Http;

/// <summary>What callers say besides the body.</summary>
internal static class RequestHeaders
{
    /// <summary>The preference not to wait for the outcome (RFC 7240).</summary>
    public const string RespondAsync = "respond-async";

    /// <summary>Whether the caller prefers not to wait for the outcome.</summary>
    public static bool PrefersRespondAsync(this HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => (value ?? string.Empty).Split(','))
        .Select(preference => preference.Split(';')[0].Trim())
        .Contains(RespondAsync, StringComparer.OrdinalIgnoreCase);

    /// <summary>The header <c>Idempotency-Key</c>, or null. Two headers are joined, which makes no valid key: better refused than one of them chosen.</summary>
    public static string? IdempotencyKey(this HttpRequest request) => request.Headers.TryGetValue("Idempotency-Key", out var values) ? values.ToString() : null;

    /// <summary>Each name of the query string with each of its values.</summary>
    public static IEnumerable<KeyValuePair<string, string>> QueryValues(this HttpRequest request) =>
        request.Query.SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? string.Empty)));
}
