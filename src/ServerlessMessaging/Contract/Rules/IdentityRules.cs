using System.Text.RegularExpressions;

namespace ServerlessMessaging.Contract.Rules;

/// <summary>The names that the caller chose: the request's id and the bot flow.</summary>
internal static partial class IdentityRules
{
    public static void CheckId(SendRequest request, BrokenRules broken)
    {
        if (request.Id is { } id && !RequestId.IsValid(id))
        {
            broken.Add("/id", ErrorCodes.IdMalformed, $"An id is {RequestId.Description}.");
        }
    }

    public static void CheckReplyTo(SendRequest request, BrokenRules broken)
    {
        if (request.ReplyTo is { } replyTo && !IsFlowName(replyTo))
        {
            broken.Add("/replyTo", ErrorCodes.IdMalformed, "The name of a bot flow is 1 to 64 letters, digits, '_' and '-', beginning with a letter.");
        }
    }

    /// <summary>Whether a bot flow can be called so.</summary>
    public static bool IsFlowName(string name) => FlowName.IsMatch(name);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FlowName { get; }
}
