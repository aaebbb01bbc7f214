namespace ServerlessMessaging.Storage;

public static class QueueNames
{
    /// <summary>Requests of applications; this application never writes there.</summary>
    public const string Messages = "messages";

    /// <summary>Envelopes of the application: requests that are not due yet.</summary>
    public const string MessagesDeferred = "messages-deferred";

    /// <summary>Envelopes of the application: callbacks for bot flows.</summary>
    public const string Callbacks = "callbacks";

    // The host moves a message there after its last delivery.
    private const string PoisonSuffix = "-poison";

    public const string MessagesPoison = Messages + PoisonSuffix;

    public const string MessagesDeferredPoison = MessagesDeferred + PoisonSuffix;

    public const string CallbacksPoison = Callbacks + PoisonSuffix;

    /// <summary>The queue of a poison queue; any other queue is returned as is.</summary>
    public static string WithoutPoison(string queue) =>
        queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? queue[..^PoisonSuffix.Length] : queue;

    public static IReadOnlyList<string> All { get; } = [Messages, MessagesDeferred, Callbacks, MessagesPoison, MessagesDeferredPoison, CallbacksPoison];
}

public static class TableNames
{
    /// <summary>One record per request.</summary>
    public const string MessageRecords = "MessageRecords";

    /// <summary>Requests by the time of their acceptance, newest first.</summary>
    public const string MessagesByTime = "MessagesByTime";

    /// <summary>From the ids of a sent message and of its conversation to the request.</summary>
    public const string RequestIndex = "RequestIndex";

    /// <summary>One record per event that a bot flow gets.</summary>
    public const string EventDeliveries = "EventDeliveries";

    public static IReadOnlyList<string> All { get; } = [MessageRecords, MessagesByTime, RequestIndex, EventDeliveries];
}

public static class ContainerNames
{
    /// <summary>Payloads too large for a queue.</summary>
    public const string Payloads = "payloads";

    /// <summary>Dead-letter messages with their reasons.</summary>
    public const string DeadLetters = "dead-letters";

    public static IReadOnlyList<string> All { get; } = [Payloads, DeadLetters];
}
