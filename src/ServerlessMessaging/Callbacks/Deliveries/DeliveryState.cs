namespace ServerlessMessaging.Callbacks.Deliveries;

/// <summary>How far the delivery of an event has come.</summary>
public enum DeliveryState
{
    /// <summary>It is being delivered, for as long as the lease lives.</summary>
    Delivering,

    /// <summary>The queue holds it for its next attempt.</summary>
    Waiting,

    /// <summary>It needs nothing more.</summary>
    Completed,

    /// <summary>It is a dead-letter message.</summary>
    DeadLettered,
}
