namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>One post of a webhook, with the status of the response or the reason why there was none.</summary>
internal sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Error, double Seconds)
{
    public bool IsDelivered() => Status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices;

    public bool IsTransient() =>
        Status is null or StatusCodes.Status429TooManyRequests or >= StatusCodes.Status500InternalServerError;
}
