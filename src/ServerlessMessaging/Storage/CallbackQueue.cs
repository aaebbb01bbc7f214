namespace ServerlessMessaging.Storage;

/// <summary>The queue of callbacks to be delivered to bot flows. The payload is the bytes that Genesys signed, or a <see cref="SendStatus"/>.</summary>
public sealed class CallbackQueue(QueueWriter queues, StorageAccount storage, TimeProvider time)
    : EnvelopeQueue<QueuedCallback>(QueueNames.Callbacks, StorageJson.Default.QueueEnvelopeQueuedCallback, queues, storage, time)
{
    protected override bool IsValid(QueuedCallback content) => content.Attempt >= 1;
}

/// <summary>A callback on <see cref="QueueNames.Callbacks"/>, for one attempt; 1 is the first.</summary>
public sealed record QueuedCallback(CallbackKind Kind, DateTimeOffset ReceivedAt, int Attempt) : QueueContent
{
    /// <summary>The bot flow that gets it, once it is chosen.</summary>
    public string? Flow { get; init; }

    /// <summary>Which of several pressed buttons it stands for, from 0; null where it stands for the whole webhook.</summary>
    public int? Part { get; init; }

    /// <summary>The name of the secret that signed the webhook; null for a status event.</summary>
    public string? SecretName { get; init; }
}

/// <summary>Where a callback comes from.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CallbackKind>))]
public enum CallbackKind
{
    /// <summary>A verified webhook of Genesys.</summary>
    Webhook,

    /// <summary>A status event: a request was sent, failed or was delivered.</summary>
    Send,
}
