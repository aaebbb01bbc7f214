namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>The state of a webhook after its attempts so far.</summary>
internal static class WebhookState
{
    public const string Pending = "pending";

    public const string Delivered = "delivered";

    /// <summary>The last retry failed too.</summary>
    public const string Exhausted = "exhausted";

    /// <summary>The response has a status that is not retried.</summary>
    public const string Refused = "refused";

    public static string After(IReadOnlyList<WebhookAttempt> attempts, int maxAttempts) => attempts switch
    {
        [] => Pending,
        [.., var last] when last.IsDelivered() => Delivered,
        [.., var last] when !last.IsTransient() => Refused,
        _ => attempts.Count < maxAttempts ? Pending : Exhausted,
    };
}
