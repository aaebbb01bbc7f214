namespace ServerlessMessaging.Contract.Rules;

/// <summary>Every rule of the contract that a well-shaped request can break.</summary>
public static class RequestRules
{
    /// <summary>Checks all rules.</summary>
    /// <param name="request">What was read.</param>
    /// <param name="limits">The table of limits.</param>
    /// <param name="acceptedAt">The moment that times are measured from.</param>
    /// <returns>Every broken rule with its pointer, code and remedy; empty if the request is valid.</returns>
    public static IReadOnlyList<ProblemError> Check(SendRequest request, MessageLimitsOptions limits, DateTimeOffset acceptedAt)
    {
        var broken = new BrokenRules();
        IdentityRules.CheckId(request, broken);
        RecipientRules.Check(request.To, broken);
        MessageRules.Check(request.Message, limits.For(request.To), broken);
        IdentityRules.CheckReplyTo(request, broken);
        TimeRules.Check(request, acceptedAt, broken);
        return broken.Errors;
    }
}
