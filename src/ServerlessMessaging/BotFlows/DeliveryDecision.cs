namespace ServerlessMessaging.BotFlows;

/// <summary>The next step for a claimed callback.</summary>
public abstract record DeliveryDecision
{
    /// <summary>It is delivered to a bot flow.</summary>
    internal sealed record Deliver(BotFlowEvent Event, string Flow, RelatedRequest? Related) : DeliveryDecision;

    /// <summary>It is retried, because the record or index entry of its request may not be written yet.</summary>
    internal sealed record RetryLater : DeliveryDecision;

    internal sealed record DeadLetter(Problem Problem) : DeliveryDecision;

    /// <summary>It needs no delivery.</summary>
    internal sealed record Complete : DeliveryDecision;
}
