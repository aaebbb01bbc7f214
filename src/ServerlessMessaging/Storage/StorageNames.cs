namespace ServerlessMessaging.Storage;

public static class QueueNames
{
    /// <summary>Requests that applications put there, in the contract's form; we never write there.</summary>
    public const string Messages = "messages";

    /// <summary>Our own envelopes: requests that wait for their time.</summary>
    public const string MessagesDeferred = "messages-deferred";

    /// <summary>Our own envelopes: callbacks to be delivered to bot flows.</summary>
    public const string Callbacks = "callbacks";

    // The host moves a message there that it delivered too often.
    private const string PoisonSuffix = "-poison";

    public const string MessagesPoison = Messages + PoisonSuffix;

    public const string MessagesDeferredPoison = MessagesDeferred + PoisonSuffix;

    public const string CallbacksPoison = Callbacks + PoisonSuffix;

    /// <summary>The queue that a poison queue belongs to; any other is itself.</summary>
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

    /// <summary>What could not be completed, with the reason.</summary>
    public const string DeadLetters = "dead-letters";

    public static IReadOnlyList<string> All { get; } = [Payloads, DeadLetters];
}
