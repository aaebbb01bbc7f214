namespace ServerlessMessaging.BotFlows;

/// <summary>What is to be done with a claimed callback.</summary>
public abstract record DeliveryDecision
{
    /// <summary>A bot flow gets it.</summary>
    internal sealed record Deliver(BotFlowEvent Event, string Flow, RelatedRequest? Related) : DeliveryDecision;

    /// <summary>It is looked at again: the record or index entry of its request may only not be written yet.</summary>
    internal sealed record RetryLater : DeliveryDecision;

    internal sealed record DeadLetter(Problem Problem) : DeliveryDecision;

    /// <summary>It needs no delivery.</summary>
    internal sealed record Complete : DeliveryDecision;
}
