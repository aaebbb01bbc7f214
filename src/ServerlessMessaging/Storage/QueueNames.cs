namespace ServerlessMessaging.Storage;

public static class QueueNames
{
    /// <summary>Requests that applications put there, in the contract's form; we never write there.</summary>
    public const string Messages = "messages";

    /// <summary>Our own envelopes: requests that wait for their time.</summary>
    public const string MessagesLater = "messages-later";

    /// <summary>Our own envelopes: callbacks to be delivered to bot flows.</summary>
    public const string Callbacks = "callbacks";

    // The host moves a message there that it delivered too often.
    private const string PoisonSuffix = "-poison";

    public const string MessagesPoison = Messages + PoisonSuffix;

    public const string MessagesLaterPoison = MessagesLater + PoisonSuffix;

    public const string CallbacksPoison = Callbacks + PoisonSuffix;

    /// <summary>The queue that a poison queue belongs to; any other is itself.</summary>
    public static string WithoutPoison(string queue) =>
        queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? queue[..^PoisonSuffix.Length] : queue;

    public static IReadOnlyList<string> All { get; } = [Messages, MessagesLater, Callbacks, MessagesPoison, MessagesLaterPoison, CallbacksPoison];
}
