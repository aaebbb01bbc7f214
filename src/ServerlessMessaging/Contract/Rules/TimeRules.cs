namespace ServerlessMessaging.Contract.Rules;

/// <summary>When a message may be sent, and until when.</summary>
internal static class TimeRules
{
    // A queue hides a message for 7 days at most; a day of it is left for deferrals.
    private static readonly TimeSpan FarthestStart = TimeSpan.FromDays(6);
    private static readonly TimeSpan LongestValidity = TimeSpan.FromDays(7);

    public static void Check(SendRequest request, DateTimeOffset acceptedAt, BrokenRules broken)
    {
        if (request.SendAt - acceptedAt > FarthestStart)
        {
            broken.Add("/sendAt", ErrorCodes.SendAtTooFar, $"sendAt may be at most {FarthestStart.Days} days ahead. Send the request later.");
        }

        if (request.ExpiresAt is not { } expiresAt)
        {
            return;
        }

        var start = request.SendAt > acceptedAt ? request.SendAt.Value : acceptedAt;
        if (expiresAt <= start)
        {
            broken.Add("/expiresAt", ErrorCodes.ExpiresAtInvalid, "expiresAt must lie after now and after sendAt.");
        }
        else if (expiresAt - start > LongestValidity)
        {
            broken.Add("/expiresAt", ErrorCodes.ExpiresAtInvalid, $"expiresAt may lie at most {LongestValidity.Days} days after the later of now and sendAt.");
        }
    }
}
