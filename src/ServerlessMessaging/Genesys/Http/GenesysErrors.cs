namespace ServerlessMessaging.Genesys.Http;

/// <summary>What a failed answer means for the message.</summary>
internal static class GenesysErrors
{
    private static readonly GenesysFailure AnswerLost = new(
        FailureKind.OutcomeUnknown,
        ErrorCodes.OutcomeUnknown,
        "Genesys' answer was lost, so the message may have been sent or not. Look at the conversation before you send it again.");

    /// <summary>Reads a failed answer.</summary>
    /// <param name="answer">An answer that is no success.</param>
    /// <param name="repeatable">Whether the call changed nothing, so that a lost answer is no unknown outcome.</param>
    /// <param name="scope">The scope that the call needs, named where access is forbidden.</param>
    public static GenesysFailure Read(GenesysAnswer answer, bool repeatable, string scope)
    {
        var body = ErrorBody.Read(answer);
        var failure = answer.Delivery == Delivery.NotWritten || (repeatable && answer.Delivery == Delivery.AnswerLost)
            ? new(FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, "Genesys cannot be reached or does not answer. Nothing was sent; try again. If it lasts, check Genesys:Region and the network.")
            : IsOutcomeUnknown(answer, repeatable)
                ? AnswerLost
                : Refusal(answer.Status, body, repeatable) ?? Fault(answer.Status, scope);
        return failure with
        {
            Cause = answer.Cause,
            Status = answer.Delivery == Delivery.Answered ? (int)answer.Status : null,
            RetryAfter = answer.RetryAfter,
            ContextId = body.ContextId,
            GenesysMessage = body.Message,
        };
    }

    /// <summary>Reads the error of one item in an answer that succeeded as a whole.</summary>
    /// <param name="status">The status that the error amounts to.</param>
    /// <param name="body">The error.</param>
    /// <param name="scope">The scope that the call needs.</param>
    public static GenesysFailure Read(HttpStatusCode status, ErrorBody body, string scope) =>
        (LosesAnswer(status) ? AnswerLost : RefusalAdvice.Read(status, body) ?? Fault(status, scope)) with
        {
            ContextId = body.ContextId,
            GenesysMessage = body.Message,
        };

    // Only a post carries a message that can be refused; a refused look-up is a fault of ours.
    private static GenesysFailure? Refusal(HttpStatusCode status, ErrorBody body, bool repeatable) => RefusalAdvice.Read(status, body) is { } refusal
        ? repeatable
            ? new(FailureKind.AccessFault, ErrorCodes.LookUpRefused, $"Genesys answered {(int)status} to the look-up of the recipient. Check Genesys:UserLookup and Genesys:Region, or address the user by userId.")
            : refusal
        : null;

    private static bool IsOutcomeUnknown(GenesysAnswer answer, bool repeatable) => !repeatable
        && (answer.Delivery == Delivery.AnswerLost || LosesAnswer(answer.Status));

    private static bool LosesAnswer(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout;

    private static GenesysFailure Fault(HttpStatusCode status, string scope) => status switch
    {
        HttpStatusCode.Unauthorized => new(FailureKind.AccessFault, ErrorCodes.AccessUnauthorized, "Genesys refused a fresh access token. Check that Genesys:Region is the organisation's region and that the OAuth client is active."),
        HttpStatusCode.Forbidden => new(FailureKind.AccessFault, ErrorCodes.AccessForbidden, $"The OAuth client may not do this. It needs {scope}: give its role the permission, or the client the scope."),
        HttpStatusCode.TooManyRequests => new(FailureKind.RateLimited, ErrorCodes.RateLimited, "The rate limit of the OAuth client is used up. Nothing was sent; try again later, more slowly."),
        >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => new(FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, $"Genesys failed with {(int)status}. Try again later."),
        _ => new(FailureKind.Unavailable, ErrorCodes.GenesysUnavailable, $"Genesys answered {(int)status}, which is no answer of its API. Check Genesys:Region or Genesys:ApiUrl."),
    };
}
