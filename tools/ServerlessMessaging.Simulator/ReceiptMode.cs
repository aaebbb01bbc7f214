namespace ServerlessMessaging.Simulator;

/// <summary>The receipt that follows each accepted message.</summary>
public enum ReceiptMode
{
    /// <summary>No receipt.</summary>
    None,

    /// <summary>A final receipt with the status Delivered, where a façade stands before the platform: the platform itself reports failures only.</summary>
    Delivered,

    /// <summary>A receipt with the status Failed and a reason; final where a façade stands before the platform.</summary>
    Failed,
}
