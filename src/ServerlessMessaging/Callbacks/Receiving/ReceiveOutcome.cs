namespace ServerlessMessaging.Callbacks.Receiving;

/// <summary>What became of a webhook.</summary>
public enum ReceiveOutcome
{
    /// <summary>The queue holds it.</summary>
    Accepted,

    /// <summary>It cannot be verified.</summary>
    Refused,

    /// <summary>It could not be verified or kept; Genesys sends it again.</summary>
    Unavailable,
}
