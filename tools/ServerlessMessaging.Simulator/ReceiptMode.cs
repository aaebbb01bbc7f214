namespace ServerlessMessaging.Simulator;

/// <summary>What the simulator tells of a message that it took.</summary>
public enum ReceiptMode
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it was delivered.</summary>
    Delivered,

    /// <summary>That it failed after all.</summary>
    Failed,
}
