using System.Collections.Frozen;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>Tells Genesys' refusals of a message apart and knows the remedy of each.</summary>
internal static class RefusalAdvice
{
    private static readonly FrozenDictionary<ErrorCode, string> Remedies = new Dictionary<ErrorCode, string>
    {
        [ErrorCodes.GenesysInvalidCardType] = "Use the card type 'basic', or leave cardType out.",
        [ErrorCodes.GenesysInvalidTemplate] = "Check the structure of the message with POST /api/messages/preview and whether the channel supports it.",
        [ErrorCodes.GenesysChannelNotFound] = "Check that the user or conversation exists in this organisation and region and that messaging is set up for it. If it happens to every message, check the route's path setting.",
        [ErrorCodes.GenesysPayloadTooLarge] = "Shorten it: send a key in the payload and keep the data on your side.",
        [ErrorCodes.GenesysWindowClosed] = "The channel takes free messages only for 24 hours after the customer's last one. Wait until the customer writes, or use a template that the channel approved.",
        [ErrorCodes.GenesysRefused] = "Genesys does not accept this message. Compare it with POST /api/messages/preview and with what the channel supports.",
    }.ToFrozenDictionary();

    // Genesys' codes are too coarse to tell these apart, so its words decide; the first row whose words all occur.
    private static readonly (string[] Words, ErrorCode Code)[] Words =
    [
        (["card type"], ErrorCodes.GenesysInvalidCardType),
        (["cardtype"], ErrorCodes.GenesysInvalidCardType),
        (["template"], ErrorCodes.GenesysInvalidTemplate),
        (["payload", "exceed"], ErrorCodes.GenesysPayloadTooLarge),
        (["payload", "large"], ErrorCodes.GenesysPayloadTooLarge),
        (["payload", "long"], ErrorCodes.GenesysPayloadTooLarge),
    ];

    /// <summary>The refusal, or null where the answer is none of the message itself.</summary>
    public static GenesysFailure? Read(HttpStatusCode status, ErrorBody body) => Code(status, $"{body.Code} {body.Message}") is { } code
        ? new(FailureKind.Refused, code, Remedies[code])
        : null;

    private static ErrorCode? Code(HttpStatusCode status, string said)
    {
        if (status is < HttpStatusCode.BadRequest or >= HttpStatusCode.InternalServerError
            or HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
        {
            return null;
        }

        // Some channels answer 403 for this, which is no fault of our access.
        if (Says(said, "24") && Says(said, "window"))
        {
            return ErrorCodes.GenesysWindowClosed;
        }

        return status switch
        {
            HttpStatusCode.Forbidden => null,
            HttpStatusCode.NotFound => ErrorCodes.GenesysChannelNotFound,
            HttpStatusCode.RequestEntityTooLarge => ErrorCodes.GenesysPayloadTooLarge,
            _ => Words.FirstOrDefault(row => row.Words.All(word => Says(said, word))).Code ?? ErrorCodes.GenesysRefused,
        };
    }

    private static bool Says(string said, string word) => said.Contains(word, StringComparison.OrdinalIgnoreCase);
}
