using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>Every rule of the contract that a well-shaped request can break.</summary>
public static partial class RequestRules
{
    // A queue hides a message for 7 days at most; a day of it is left for deferrals.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(6);
    private static readonly TimeSpan MaxValidity = TimeSpan.FromDays(7);

    /// <summary>Checks all rules; times are measured from <paramref name="acceptedAt"/>.</summary>
    /// <returns>Every broken rule with its pointer, code and remedy; empty if the request is valid.</returns>
    public static IReadOnlyList<ProblemError> Check(SendRequest request, MessageLimitsOptions limits, DateTimeOffset acceptedAt)
    {
        var broken = new BrokenRules();
        if (request.Id is { } id && !RequestId.IsValid(id))
        {
            broken.Add("/id", ErrorCodes.IdMalformed, $"An id is {RequestId.Description}.");
        }

        CheckRecipient(request.To, broken);
        CheckMessage(request.Message, limits.For(request.To), broken);
        if (request.ReplyTo is { } replyTo && !IsFlowName(replyTo))
        {
            broken.Add("/replyTo", ErrorCodes.IdMalformed, "The name of a bot flow is 1 to 64 letters, digits, '_' and '-', beginning with a letter.");
        }

        CheckTimes(request, acceptedAt, broken);
        return broken.Errors;
    }

    /// <summary>Whether a bot flow can have this name.</summary>
    public static bool IsFlowName(string name) => FlowName.IsMatch(name);

    private static void CheckTimes(SendRequest request, DateTimeOffset acceptedAt, BrokenRules broken)
    {
        if (request.SendAt - acceptedAt > MaxDelay)
        {
            broken.Add("/sendAt", ErrorCodes.SendAtTooFar, $"sendAt may be at most {MaxDelay.Days} days ahead. Send the request later.");
        }

        var start = request.SendAt > acceptedAt ? request.SendAt.Value : acceptedAt;
        if (request.ExpiresAt <= start)
        {
            broken.Add("/expiresAt", ErrorCodes.ExpiresAtInvalid, "expiresAt must lie after now and after sendAt.");
        }
        else if (request.ExpiresAt - start > MaxValidity)
        {
            broken.Add("/expiresAt", ErrorCodes.ExpiresAtInvalid, $"expiresAt may lie at most {MaxValidity.Days} days after the later of now and sendAt.");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FlowName { get; }
}
