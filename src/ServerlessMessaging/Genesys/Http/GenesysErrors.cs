namespace ServerlessMessaging.Genesys.Http;

/// <summary>Maps failed responses to failures with a remedy.</summary>
internal static class GenesysErrors
{
    private static readonly GenesysFailure OutcomeUnknown = new(
        FailureKind.OutcomeUnknown,
        ErrorCodes.OutcomeUnknown,
        "The response of Genesys was lost, so the message may have been sent or not. Check the conversation before you send it again.");

    private static readonly GenesysFailure Unreachable = Unavailable(
        "Genesys cannot be reached or does not respond. Nothing was sent; try again. If it lasts, check Genesys:Region and the network.");

    /// <summary>Reads a response that is no success. For an idempotent call, a lost response is not an unknown outcome.</summary>
    public static GenesysFailure Read(GenesysResponse response, bool isIdempotent, string scope)
    {
        var body = ErrorBody.Read(response);
        var failure = response switch
        {
            { Status: { } status } => isIdempotent ? LookUp(status, body, scope) : Post(status, body, scope),
            { Delivery: Delivery.ResponseLost } when !isIdempotent => OutcomeUnknown,
            _ => Unreachable,
        };
        return Explain(failure, body) with { Cause = response.Cause, Status = (int?)response.Status, RetryAfter = response.RetryAfter };
    }

    /// <summary>Reads the error of one item, with the HTTP status that it stands for, in a response that succeeded as a whole.</summary>
    public static GenesysFailure Read(HttpStatusCode status, ErrorBody body, string scope) =>
        Explain(Post(status, body, scope), body);

    /// <summary>The failure of a successful response whose body cannot be read.</summary>
    public static GenesysException Unreadable(GenesysResponse response, string detail) => new(
        Unavailable(detail) with { Status = (int?)response.Status, ContextId = response.CorrelationId });

    private static GenesysFailure Explain(GenesysFailure failure, ErrorBody body) => failure with
    {
        ContextId = body.ContextId,
        GenesysMessage = body.Message,
        GenesysCode = body.Code,
        GenesysDetails = body.Details is [] ? null : body.Details,
    };

    private static GenesysFailure Post(HttpStatusCode status, ErrorBody body, string scope) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
            ? OutcomeUnknown
            : Refusal(status, body) ?? Fault(status, scope);

    // Only a post has a message that can be refused; a refused lookup is a fault of the configuration.
    private static GenesysFailure LookUp(HttpStatusCode status, ErrorBody body, string scope) => Refusal(status, body) is null
        ? Fault(status, scope)
        : new(
            FailureKind.AccessFault,
            ErrorCodes.LookUpRefused,
            $"Genesys responded with {(int)status} to the lookup of the recipient. Check Genesys:UserLookup and Genesys:Region, or address the user by userId.");

    // A 403 without such a code is about the message: a channel responds so where its window is closed.
    private static GenesysFailure? Refusal(HttpStatusCode status, ErrorBody body) => status switch
    {
        < HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError => null,
        HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => null,
        HttpStatusCode.Forbidden when body.Codes.Any(IsOfAccess) => null,
        _ => RefusalAdvice.For(status, body),
    };

    private static bool IsOfAccess(string code) => code.ToLowerInvariant() is "missing.permissions" or "missing.any.permissions" or "not.authorized"
        || code.StartsWith("authentication.", StringComparison.OrdinalIgnoreCase);

    private static GenesysFailure Fault(HttpStatusCode status, string scope) => status switch
    {
        HttpStatusCode.Unauthorized => new(
            FailureKind.AccessFault,
            ErrorCodes.AccessUnauthorized,
            "Genesys refused a new access token. Check that Genesys:Region is the organisation's region and that the OAuth client is active."),
        HttpStatusCode.Forbidden => new(
            FailureKind.AccessFault, ErrorCodes.AccessForbidden, $"The OAuth client may not do this. It needs {scope}: give its role the permission, or the client the scope."),
        HttpStatusCode.TooManyRequests => new(
            FailureKind.RateLimited, ErrorCodes.RateLimited, "The rate limit of the OAuth client is used up. Nothing was sent; try again later, more slowly."),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Unavailable($"Genesys failed with {(int)status}. Try again later."),
        _ => Unavailable($"Genesys responded with {(int)status}, which its API does not use. Check Genesys:Region or Genesys:ApiUrl."),
    };

    private static GenesysFailure Unavailable(string detail) => new(FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, detail);
}
