namespace ServerlessMessaging.Telemetry;

/// <summary>What can become of a request, in the words of the metric <c>serverlessmessaging.messages</c>.</summary>
public static class MessageOutcomes
{
    /// <summary>Genesys accepted the message.</summary>
    public const string Sent = "sent";

    /// <summary>A queue holds it until it can be sent: an attempt failed.</summary>
    public const string Deferred = "deferred";

    /// <summary>A queue holds it: its caller did not want to wait.</summary>
    public const string Taken = "taken";

    /// <summary>A queue holds it until its <c>sendAt</c>.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Genesys or its record does not want it.</summary>
    public const string Refused = "refused";

    /// <summary>It was not sent, by a fault of our own.</summary>
    public const string Failed = "failed";

    /// <summary>Its time ended first.</summary>
    public const string Expired = "expired";

    /// <summary>Nobody knows whether it was sent, and it is parked.</summary>
    public const string Unknown = "unknown";

    /// <summary>It was answered from the record of an earlier one.</summary>
    public const string Repeated = "repeated";

    /// <summary>A queue brought what needs nothing more.</summary>
    public const string Dropped = "dropped";

    /// <summary>A queue brought it at a bad moment; it comes again.</summary>
    public const string PutBack = "put_back";
}
