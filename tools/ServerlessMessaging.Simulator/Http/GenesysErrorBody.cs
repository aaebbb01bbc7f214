namespace ServerlessMessaging.Simulator.Http;

/// <summary>The error body of the platform's API.</summary>
internal sealed record GenesysErrorBody(
    string Message,
    string Code,
    int Status,
    string ContextId,
    IReadOnlyList<GenesysErrorDetail> Details,
    IReadOnlyList<GenesysErrorBody> Errors)
{
    public static GenesysErrorBody From(RefusalException refusal, string contextId)
    {
        var code = CodeOf(refusal);
        GenesysErrorDetail[] details = refusal.FieldName is null ? [] : [new(code, refusal.FieldName)];
        return new(refusal.Message, code, refusal.Status, contextId, details, []);
    }

    public static string CodeOf(RefusalException refusal) => refusal.Code ?? DefaultCode(refusal.Status);

    private static string DefaultCode(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "bad.credentials",
        StatusCodes.Status403Forbidden => "not.authorized",
        StatusCodes.Status404NotFound => "not.found",
        StatusCodes.Status405MethodNotAllowed => "method.not.allowed",
        StatusCodes.Status408RequestTimeout => "request.timeout",
        StatusCodes.Status413PayloadTooLarge => "request.entity.too.large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported.media.type",
        StatusCodes.Status429TooManyRequests => "too.many.requests.retry.after",
        StatusCodes.Status503ServiceUnavailable => "service.unavailable",
        StatusCodes.Status504GatewayTimeout => "request.timeout",
        >= StatusCodes.Status500InternalServerError => "internal.server.error",
        _ => "bad.request",
    };
}

internal sealed record GenesysErrorDetail(string ErrorCode, string FieldName);
