namespace ServerlessMessaging.Records;

/// <summary>An attempt that did not end in a send, with its error code and the reason in at most 200 characters.</summary>
public sealed record FailedAttempt(DateTimeOffset At, int Attempt, string Code, string Detail);

/// <summary>The record of a request: its owner and its state. Never message text, payload or email address.</summary>
public sealed record MessageRecord : IOwned
{
    /// <summary>How many failed attempts are kept.</summary>
    public const int RememberedFailures = 5;

    private const int MaxDetail = 200;

    /// <summary>The request's id.</summary>
    public required string Id { get; init; }

    public required MessageState State { get; init; }

    /// <summary>The number of the last attempt; it never falls.</summary>
    public required int Attempt { get; init; }

    /// <summary>SHA-256 of the request, to detect another body under the same id.</summary>
    public required string Fingerprint { get; init; }

    public required SendRoute Route { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The unique mark of one claim.</summary>
    public string? Owner { get; init; }

    /// <summary>The lease of its owner, from when the storage service wrote the record.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Whether a queue delivered or holds the request, so that it must not be lost.</summary>
    public bool IsQueued { get; init; }

    /// <summary>The recipient as it was resolved: never an email address.</summary>
    public Recipient? To { get; init; }

    /// <summary>The bot flow that receives presses.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether the bot flow also receives status events.</summary>
    public bool Notify { get; init; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When the next attempt is due, while a queue holds it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Genesys' id of the message, once it is sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>What the route could not show.</summary>
    public IReadOnlyList<string>? Degradations { get; init; }

    /// <summary>How often an attempt may have sent it: the response of Genesys was lost, or its owner died.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The last failed attempts, newest last.</summary>
    public IReadOnlyList<FailedAttempt>? Failures { get; init; }

    /// <summary>The error code of the last failed attempt.</summary>
    public string? LastErrorCode => Failures is [.., var last] ? last.Code : null;

    /// <summary>Whether an attempt may have sent it. What may have been sent is never called unsent.</summary>
    public bool MayHaveBeenSent => UnknownOutcomes > 0;

    /// <summary>The state in which it ends unless it was certainly sent: an operator decides about what may have been.</summary>
    public MessageState EndState => MayHaveBeenSent ? MessageState.Unknown : MessageState.Failed;

    /// <summary>The state to show while a lease is alive: see <see cref="MessageSummary.From"/>.</summary>
    public MessageState ShownState => State == MessageState.Failed ? EndState : State;

    /// <summary>The record with one more attempt that may have sent it.</summary>
    public MessageRecord WithUnknownOutcome() => this with { UnknownOutcomes = UnknownOutcomes + 1 };

    /// <summary>The record with one more failed attempt, its detail truncated to 200 characters; the oldest one is removed.</summary>
    public MessageRecord WithFailure(FailedAttempt failure) => this with
    {
        Failures = [.. (Failures ?? []).TakeLast(RememberedFailures - 1), failure.Detail.Length <= MaxDetail ? failure : failure with { Detail = failure.Detail[..MaxDetail] }],
    };
}
