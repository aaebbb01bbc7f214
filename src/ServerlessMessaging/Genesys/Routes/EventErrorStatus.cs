namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The HTTP status that an event's error amounts to: inside a list, Genesys' code takes its place.</summary>
internal static class EventErrorStatus
{
    // The first row that the code begins with.
    private static readonly (string Code, HttpStatusCode Status)[] Rows =
    [
        ("not.found", HttpStatusCode.NotFound),
        ("request.entity.too.large", HttpStatusCode.RequestEntityTooLarge),
        ("too.many.requests", HttpStatusCode.TooManyRequests),
        ("internal.server.error", HttpStatusCode.InternalServerError),
        ("service.unavailable", HttpStatusCode.ServiceUnavailable),
        ("request.timeout", HttpStatusCode.RequestTimeout),
        ("bad.gateway", HttpStatusCode.BadGateway),
        ("gateway.timeout", HttpStatusCode.GatewayTimeout),
        ("missing.permissions", HttpStatusCode.Forbidden),
        ("missing.any.permissions", HttpStatusCode.Forbidden),
        ("not.authorized", HttpStatusCode.Forbidden),
        ("forbidden", HttpStatusCode.Forbidden),

        // Nobody got as far as the message, so its outcome is known.
        ("authentication.request.timeout", HttpStatusCode.ServiceUnavailable),
        ("authentication.", HttpStatusCode.Unauthorized),
        ("bad.credentials", HttpStatusCode.Unauthorized),
        ("credentials.expired", HttpStatusCode.Unauthorized),
    ];

    /// <summary>The status, 400 where nothing says otherwise.</summary>
    /// <param name="code">Genesys' code.</param>
    /// <param name="said">The status that the error itself names, for codes that nobody knows.</param>
    public static HttpStatusCode Of(string? code, int? said) =>
        code?.EndsWith(".not.found", StringComparison.OrdinalIgnoreCase) == true
            ? HttpStatusCode.NotFound
            : Rows.FirstOrDefault(row => code?.StartsWith(row.Code, StringComparison.OrdinalIgnoreCase) == true) is { Code: not null } row
                ? row.Status
                : (HttpStatusCode)(said ?? 400);
}
