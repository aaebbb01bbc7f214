namespace ServerlessMessaging.Telemetry;

/// <summary>The outcomes of a request, as values of the metric <c>serverlessmessaging.messages</c>.</summary>
public static class MessageOutcomes
{
    public const string Sent = "sent";

    /// <summary>An attempt failed; a queue holds it for the next one.</summary>
    public const string Deferred = "deferred";

    /// <summary>A queue holds it, because its caller asked for it with <c>Prefer: respond-async</c>.</summary>
    public const string Accepted = "accepted";

    /// <summary>A queue holds it until its <c>sendAt</c>.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Genesys refused it, or its id belongs to another request.</summary>
    public const string Refused = "refused";

    /// <summary>It was not sent because of a fault of the application.</summary>
    public const string Failed = "failed";

    public const string Expired = "expired";

    /// <summary>It may have been sent, and it is parked.</summary>
    public const string Unknown = "unknown";

    /// <summary>The response came from the record of an earlier send.</summary>
    public const string Repeated = "repeated";

    /// <summary>A queue delivered it, and it is settled already.</summary>
    public const string Dropped = "dropped";

    /// <summary>A queue delivered it while it could not be handled; it was requeued.</summary>
    public const string Requeued = "requeued";
}
