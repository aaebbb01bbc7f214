namespace ServerlessMessaging.Storage;

/// <summary>The names of the queues.</summary>
public static class QueueNames
{
    /// <summary>Requests that others drop, in the contract's form; we never write there.</summary>
    public const string Messages = "messages";

    /// <summary>Our own envelopes: requests that wait for their time.</summary>
    public const string MessagesLater = "messages-later";

    /// <summary>Our own envelopes: what is on its way to bot flows.</summary>
    public const string Callbacks = "callbacks";

    /// <summary>What the host gave up of <see cref="Messages"/>.</summary>
    public const string MessagesPoison = Messages + PoisonSuffix;

    /// <summary>What the host gave up of <see cref="MessagesLater"/>.</summary>
    public const string MessagesLaterPoison = MessagesLater + PoisonSuffix;

    /// <summary>What the host gave up of <see cref="Callbacks"/>.</summary>
    public const string CallbacksPoison = Callbacks + PoisonSuffix;

    private const string PoisonSuffix = "-poison";

    /// <summary>The queue that a poison queue belongs to; any other is itself.</summary>
    public static string WithoutPoison(string queue) =>
        queue.EndsWith(PoisonSuffix, StringComparison.Ordinal) ? queue[..^PoisonSuffix.Length] : queue;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Messages, MessagesLater, Callbacks, MessagesPoison, MessagesLaterPoison, CallbacksPoison];
}
