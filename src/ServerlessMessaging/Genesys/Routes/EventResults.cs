using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>Reads the response to a post of events: a list with <c>{id}</c> or <c>{error:{code,message}}</c> per event, if all is well.</summary>
internal static class EventResults
{
    // Inside a list the code of an error takes the place of the HTTP status. The first row that the code begins with counts.
    private static readonly (string Code, HttpStatusCode Status)[] Codes =
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

        // It ended before the message was looked at, so the outcome is known.
        ("authentication.request.timeout", HttpStatusCode.ServiceUnavailable),
        ("authentication.", HttpStatusCode.Unauthorized),
        ("bad.credentials", HttpStatusCode.Unauthorized),
        ("credentials.expired", HttpStatusCode.Unauthorized),
    ];

    /// <summary>What became of each event.</summary>
    /// <param name="body">The body of a response whose HTTP status says success.</param>
    /// <param name="count">How many events were posted.</param>
    /// <returns>As many results as events, in their order; <see cref="PostResult.Unknown"/> where the response does not tell.</returns>
    public static IReadOnlyList<PostResult> Read(ReadOnlyMemory<byte> body, int count)
    {
        var root = LenientJson.Parse(body);
        var items = root.ValueKind == JsonValueKind.Array ? root.GetArrayLength() : 0;
        return [.. Enumerable.Range(0, count).Select(index => index < items ? Read(root[index]) : PostResult.Unknown)];
    }

    private static PostResult Read(JsonElement item)
    {
        if (LenientJson.Member(item, "error") is { ValueKind: JsonValueKind.Object } element
            && ErrorBody.Read(element, correlationId: null) is { } error && (error.Code ?? error.Message) is not null)
        {
            int? status = LenientJson.Member(element, "status") is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) && number is >= 400 and <= 599
                ? number
                : null;
            return new(null, GenesysErrors.Read(StatusOf(error.Code, status), error, MessagingEventsRoute.PostScope) with { Status = status });
        }

        return LenientJson.Text(item, "id") is { } id ? new(id, null) : PostResult.Unknown;
    }

    // An unknown code means what the error's own status says, else 400.
    private static HttpStatusCode StatusOf(string? code, int? status) =>
        code?.EndsWith(".not.found", StringComparison.OrdinalIgnoreCase) == true
            ? HttpStatusCode.NotFound
            : Codes.FirstOrDefault(row => code?.StartsWith(row.Code, StringComparison.OrdinalIgnoreCase) == true) is { Code: not null } row
                ? row.Status
                : (HttpStatusCode)(status ?? 400);
}
