namespace ServerlessMessaging.Records;

/// <summary>What is done where Genesys' answer was lost and nobody knows whether the message was sent.</summary>
public enum UnknownOutcomePolicy
{
    /// <summary>Send again: the customer gets it at least once.</summary>
    Resend,

    /// <summary>Leave it: the customer gets it at most once, and somebody decides.</summary>
    Park,
}
