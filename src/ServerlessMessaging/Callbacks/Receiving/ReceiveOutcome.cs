namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>What became of a webhook.</summary>
public enum ReceiveOutcome
{
    /// <summary>The queue holds it.</summary>
    Accepted,

    /// <summary>It cannot be verified.</summary>
    Refused,

    /// <summary>Its body is above the limit.</summary>
    TooLarge,

    /// <summary>It could not be verified or kept; Genesys sends it again.</summary>
    Unavailable,
}
