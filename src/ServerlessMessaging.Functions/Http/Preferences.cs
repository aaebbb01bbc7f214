namespace ServerlessMessaging.Functions.Http;

/// <summary>What a caller prefers (RFC 7240).</summary>
internal static class Preferences
{
    /// <summary>The preference not to wait for the outcome.</summary>
    public const string RespondAsyncToken = "respond-async";

    /// <summary>Whether the caller prefers not to wait.</summary>
    public static bool RespondAsync(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => (value ?? string.Empty).Split(','))
        .Select(preference => preference.Split(';')[0].Trim())
        .Contains(RespondAsyncToken, StringComparer.OrdinalIgnoreCase);
}
