namespace ServerlessMessaging.Genesys.Http;

/// <summary>The error in a response body: a code such as <c>not.found</c>, a message, and Genesys' id of the response.</summary>
internal sealed record ErrorBody(string? Code, string? Message, string? ContextId)
{
    public static ErrorBody Read(GenesysResponse response) => Read(LenientJson.Parse(response.Body), response.CorrelationId);

    /// <summary>An error inside a larger body.</summary>
    public static ErrorBody Read(JsonElement error, string? correlationId) => new(
        LenientJson.Text(error, "code") ?? LenientJson.Text(error, "error"),
        LenientJson.Text(error, "message") ?? LenientJson.Text(error, "error_description"),
        LenientJson.Text(error, "contextId") ?? UntrustedText.Clean(correlationId));
}

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
        return failure with
        {
            Cause = response.Cause,
            Status = (int?)response.Status,
            RetryAfter = response.RetryAfter,
            ContextId = body.ContextId,
            GenesysMessage = body.Message,
        };
    }

    /// <summary>Reads the error of one item, with the HTTP status that it stands for, in a response that succeeded as a whole.</summary>
    public static GenesysFailure Read(HttpStatusCode status, ErrorBody body, string scope) =>
        Post(status, body, scope) with { ContextId = body.ContextId, GenesysMessage = body.Message };

    /// <summary>The failure of a successful response whose body cannot be read.</summary>
    public static GenesysException Unreadable(GenesysResponse response, string detail) => new(
        Unavailable(detail) with { Status = (int?)response.Status, ContextId = response.CorrelationId });

    private static GenesysFailure Post(HttpStatusCode status, ErrorBody body, string scope) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
            ? OutcomeUnknown
            : Refusal(status, $"{body.Code} {body.Message}") ?? Fault(status, scope);

    // Only a post has a message that can be refused; a refused lookup is a fault of the configuration.
    private static GenesysFailure LookUp(HttpStatusCode status, ErrorBody body, string scope) => Refusal(status, $"{body.Code} {body.Message}") is null
        ? Fault(status, scope)
        : new(
            FailureKind.AccessFault,
            ErrorCodes.LookUpRefused,
            $"Genesys responded with {(int)status} to the lookup of the recipient. Check Genesys:UserLookup and Genesys:Region, or address the user by userId.");

    // The codes of Genesys do not distinguish refusals, so the message text decides.
    private static GenesysFailure? Refusal(HttpStatusCode status, string text)
    {
        return status switch
        {
            < HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError => null,
            HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout => null,

            // Some channels respond with 403 for this, which is not a missing permission.
            _ when Says("24") && Says("window") => Refused(
                ErrorCodes.GenesysWindowClosed,
                "The channel accepts free messages only for 24 hours after the customer's last one. Wait until the customer writes, or use a template that the channel approved."),
            HttpStatusCode.Forbidden => null,
            HttpStatusCode.NotFound => Refused(
                ErrorCodes.GenesysChannelNotFound,
                "Check that the user or conversation exists in this organisation and region and that messaging is set up for it. "
                + "If it happens to every message, check the route's path setting."),
            HttpStatusCode.RequestEntityTooLarge => TooLarge(),
            _ when Says("card type") || Says("cardtype") => Refused(ErrorCodes.GenesysInvalidCardType, "Use the card type 'basic', or leave cardType out."),
            _ when Says("template") => Refused(
                ErrorCodes.GenesysInvalidTemplate, "Check the structure of the message with POST /api/messages/preview and whether the channel supports it."),
            _ when Says("payload") && (Says("exceed") || Says("large") || Says("long")) => TooLarge(),
            _ => Refused(ErrorCodes.GenesysRefused, "Genesys does not accept this message. Compare it with POST /api/messages/preview and with what the channel supports."),
        };

        bool Says(string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

        static GenesysFailure TooLarge() => Refused(ErrorCodes.GenesysPayloadTooLarge, "Shorten it: send a key in the payload and keep the data on your side.");

        static GenesysFailure Refused(ErrorCode code, string remedy) => new(FailureKind.Refused, code, remedy);
    }

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
