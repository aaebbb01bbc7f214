using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Callbacks.Deliveries;

/// <summary>Whether an event may be delivered now.</summary>
public enum DeliveryDecision
{
    /// <summary>Yes, by this claim.</summary>
    Claimed,

    /// <summary>It is being delivered by another claim.</summary>
    InProgress,

    /// <summary>It was delivered or dead-lettered, or a newer copy of it waits: nothing is to be done.</summary>
    Superseded,
}

/// <summary>The outcome of a claim of a delivery.</summary>
/// <param name="Decision">Whether it succeeded.</param>
/// <param name="EventId">The event's id.</param>
/// <param name="Record">The delivery's record as it is stored.</param>
public sealed record DeliveryClaim(DeliveryDecision Decision, string EventId, Versioned<DeliveryRecord> Record)
{
    /// <summary>What is left of the owner's lease.</summary>
    public TimeSpan LeaseRemaining => Record.LeaseRemaining();
}
