using ServerlessMessaging.Storage;

namespace ServerlessMessaging.Records;

/// <summary>What is remembered of a request: who owns it and what became of it. Never message text, payload or email address.</summary>
public sealed record MessageRecord : IOwned
{
    /// <summary>How many failed attempts are remembered one by one.</summary>
    public const int RememberedFailures = 5;

    /// <summary>How much of a failure's detail is remembered, in characters.</summary>
    public const int MaxDetail = 200;

    /// <summary>The request's id.</summary>
    public required string Id { get; init; }

    /// <summary>What became of it so far.</summary>
    public required MessageState State { get; init; }

    /// <summary>The number of the last attempt; it never falls.</summary>
    public required int Attempt { get; init; }

    /// <summary>SHA-256 of the request as we write it, in hex: tells another body under the same id.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The route that the recipient chooses.</summary>
    public required SendRoute Route { get; init; }

    /// <summary>When the request was accepted.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Who works on it: one claim, told apart from all others.</summary>
    public string? Owner { get; init; }

    /// <summary>How long its owner may work on it, from the time the storage service wrote the record.</summary>
    public TimeSpan? Lease { get; init; }

    /// <summary>Whether the request was accepted for good: a queue brought it, or holds it.</summary>
    public bool IsQueued { get; init; }

    /// <summary>The recipient as it was resolved, once it is known: never an email address.</summary>
    public Recipient? To { get; init; }

    /// <summary>The bot flow that gets the presses.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether the bot flow also gets status events.</summary>
    public bool Notify { get; init; }

    /// <summary>When it is too late to send it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it is tried next, while a queue holds it.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Genesys' id of the message, once it is sent.</summary>
    public string? MessageId { get; init; }

    /// <summary>What the route could not show as it was asked.</summary>
    public IReadOnlyList<string>? Degradations { get; init; }

    /// <summary>How often an answer of Genesys was lost, so that nobody knows whether it was sent.</summary>
    public int UnknownOutcomes { get; init; }

    /// <summary>The last attempts that did not end in a send, newest last.</summary>
    public IReadOnlyList<FailedAttempt>? Failures { get; init; }

    /// <summary>The error code of the last failed attempt.</summary>
    public string? LastErrorCode => Failures is [.., var last] ? last.Code : null;

    /// <summary>Whether it failed in a way that leaves open whether it was sent.</summary>
    public bool MayHaveBeenSent => State == MessageState.Failed && Failures is [.., var last] && last.Code == ErrorCodes.OutcomeUnknown.Code;

    /// <summary>The record with one more failed attempt, its detail cut to <see cref="MaxDetail"/>; the oldest gives way.</summary>
    public MessageRecord WithFailure(FailedAttempt failure) => this with
    {
        Failures = [.. (Failures ?? []).TakeLast(RememberedFailures - 1), failure.Detail.Length <= MaxDetail ? failure : failure with { Detail = failure.Detail[..MaxDetail] }],
    };
}
