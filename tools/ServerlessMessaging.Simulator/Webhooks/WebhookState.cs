namespace ServerlessMessaging.Simulator.Webhooks;

/// <summary>What became of a webhook so far.</summary>
internal static class WebhookState
{
    public const string Pending = "pending";

    public const string Delivered = "delivered";

    /// <summary>The last retry failed too.</summary>
    public const string PoisonMessage = "gaveUp";

    /// <summary>The answer was one that is never retried.</summary>
    public const string Refused = "refused";

    public static string After(IReadOnlyList<WebhookAttempt> attempts, int mostAttempts) => attempts switch
    {
        [] => Pending,
        [.., var last] when last.IsDelivered() => Delivered,
        [.., var last] when !last.IsWorthRetry() => Refused,
        _ => attempts.Count < mostAttempts ? Pending : PoisonMessage,
    };
}
