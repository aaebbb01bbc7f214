namespace ServerlessMessaging.Simulator;

/// <summary>The receipt that follows each accepted message.</summary>
public enum ReceiptMode
{
    /// <summary>No receipt.</summary>
    None,

    /// <summary>A final receipt with the status Delivered.</summary>
    Delivered,

    /// <summary>A final receipt with the status Failed and a reason.</summary>
    Failed,
}
