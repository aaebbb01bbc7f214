using ServerlessMessaging.Callbacks;

namespace ServerlessMessaging.Functions.Http;

/// <summary>What Genesys is answered: a status alone. Who cannot sign learns nothing more.</summary>
internal static class WebhookAnswers
{
    public static IResult Of(ReceiveOutcome outcome) => Results.StatusCode(outcome switch
    {
        ReceiveOutcome.Accepted => StatusCodes.Status200OK,
        ReceiveOutcome.Refused => StatusCodes.Status401Unauthorized,
        ReceiveOutcome.TooLarge => StatusCodes.Status413PayloadTooLarge,
        // Genesys repeats what it was answered 503, and nothing below 500 but 429.
        _ => StatusCodes.Status503ServiceUnavailable,
    });
}
