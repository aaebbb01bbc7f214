namespace ServerlessMessaging.Storage;

/// <summary>The queue of requests that wait for their time. The payload is the request as JSON.</summary>
public sealed class DeferredQueue(QueueWriter queues, StorageAccount storage, TimeProvider time)
    : EnvelopeQueue<DeferredRequest>(QueueNames.MessagesDeferred, StorageJson.Default.QueueEnvelopeDeferredRequest, queues, storage, time)
{
    // More than one a minute in the longest time that a request lives.
    private const int MaxAttempts = 1_000_000;

    protected override bool IsValid(DeferredRequest content) =>
        RequestId.IsValid(content.Id) && content is { Attempt: null or (>= 1 and <= MaxAttempts), UnknownOutcomes: >= 0 and <= MaxAttempts };

    protected override string FolderOf(DeferredRequest content) => $"{QueueNames.MessagesDeferred}/{content.Id}";
}

/// <summary>A request that waits on <see cref="QueueNames.MessagesDeferred"/>, for one attempt, by which an older copy is recognised; null where no record knows of it.</summary>
public sealed record DeferredRequest(
    string Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Attempt, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt) : QueueContent
{
    /// <summary>How often a response of Genesys was lost before this copy was written: its record may have missed the last time.</summary>
    public int UnknownOutcomes { get; init; }
}
