using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Genesys.Routes;

/// <summary>Reads the response to a post of events: usually a list with <c>{id}</c> or <c>{error:{code,message}}</c> per event.</summary>
internal static class EventResults
{
    /// <summary>Reads a body whose HTTP status says success: one result per posted event, in their order.</summary>
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
            var status = StatusIn(element, "status") ?? StatusIn(element, "code");
            return new(null, GenesysErrors.Read(StatusOf(error.Code, status), error, MessagingEventsRoute.PostScope) with { Status = status });
        }

        return LenientJson.Text(item, "id") is { } id ? new(id, null) : PostResult.Unknown;
    }

    private static int? StatusIn(JsonElement error, string name) => LenientJson.Member(error, name) is { ValueKind: JsonValueKind.Number } member
        && member.TryGetInt32(out var number) && number is >= 400 and <= 599 ? number : null;

    // In a list the code of an error replaces the HTTP status. For an unknown code the status of the error counts, else 400.
    private static HttpStatusCode StatusOf(string? code, int? status)
    {
        return code switch
        {
            _ when code?.EndsWith(".not.found", StringComparison.OrdinalIgnoreCase) == true || Begins("not.found") => HttpStatusCode.NotFound,
            _ when Begins("request.entity.too.large") => HttpStatusCode.RequestEntityTooLarge,
            _ when Begins("too.many.requests") => HttpStatusCode.TooManyRequests,
            _ when Begins("internal.server.error") => HttpStatusCode.InternalServerError,
            _ when Begins("request.timeout") => HttpStatusCode.RequestTimeout,
            _ when Begins("bad.gateway") => HttpStatusCode.BadGateway,
            _ when Begins("gateway.timeout") => HttpStatusCode.GatewayTimeout,
            _ when Begins("missing.permissions", "missing.any.permissions", "not.authorized", "forbidden") => HttpStatusCode.Forbidden,

            // The second one ended before the message was looked at, so the outcome is known.
            _ when Begins("service.unavailable", "authentication.request.timeout") => HttpStatusCode.ServiceUnavailable,
            _ when Begins("authentication.", "bad.credentials", "credentials.expired") => HttpStatusCode.Unauthorized,
            _ => (HttpStatusCode)(status ?? 400),
        };

        bool Begins(params string[] prefixes) => code is not null && prefixes.Any(prefix => code.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
    }
}
