namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>One post of a webhook: it has either the status of an answer or the reason why there was none.</summary>
internal sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Error, double Seconds)
{
    public bool IsDelivered() => Status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;

    public bool IsWorthRetry() =>
        Status is null or StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
}
