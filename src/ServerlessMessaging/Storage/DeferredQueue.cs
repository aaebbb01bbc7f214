namespace ServerlessMessaging.Storage;

/// <summary>The queue of requests that are not due yet. The payload is the request as JSON.</summary>
public sealed class DeferredQueue(QueueWriter queues, StorageAccount storage, TimeProvider time)
    : EnvelopeQueue<DeferredRequest>(QueueNames.MessagesDeferred, StorageJson.Default.QueueEnvelopeDeferredRequest, queues, storage, time)
{
    // More than one per minute during the maximum validity of a request.
    private const int MaxAttempts = 1_000_000;

    protected override bool IsValid(DeferredRequest content) =>
        RequestId.IsValid(content.Id) && content is { Attempt: null or (>= 1 and <= MaxAttempts), UnknownOutcomes: >= 0 and <= MaxAttempts };

    protected override string FolderOf(DeferredRequest content) => $"{QueueNames.MessagesDeferred}/{content.Id}";
}

/// <summary>A request that waits on <see cref="QueueNames.MessagesDeferred"/>, for one attempt, which identifies older copies; null where it has no record.</summary>
public sealed record DeferredRequest(
    string Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Attempt, DateTimeOffset AcceptedAt, DateTimeOffset ExpiresAt) : QueueContent
{
    /// <summary>How often a response of Genesys was lost before this copy was written: its record may miss the last one.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The owner mark of the claim that ended with this copy: its record may still show it. Null where no attempt was made.</summary>
    public string? EndedOwner { get; init; }
}
