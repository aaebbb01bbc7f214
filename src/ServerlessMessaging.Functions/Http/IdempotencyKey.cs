namespace ServerlessMessaging.Functions.Http;

/// <summary>The header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    /// <summary>Its value, or null. Two headers are joined, which makes no valid key: better refused than one of them chosen.</summary>
    public static string? In(HttpRequest request) => request.Headers.TryGetValue("Idempotency-Key", out var values) ? values.ToString() : null;
}
