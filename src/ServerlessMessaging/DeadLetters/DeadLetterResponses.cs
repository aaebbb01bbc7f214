namespace ServerlessMessaging.DeadLetters;

/// <summary>A page of dead-letter messages; the continuation is null after the last.</summary>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? Continuation);

/// <summary>The result of a replay or purge for each selected message; the continuation is null where all is done.</summary>
public sealed record DeadLetterActions(bool DryRun, IReadOnlyList<DeadLetterAction> Items, string? Continuation);

/// <summary>The result for one dead-letter message, named by the request's id, its queue and its error code.</summary>
public sealed record DeadLetterAction(string Id, string Queue, string Code, ReplayOutcome Outcome);

/// <summary>The outcome of a replay or purge of one message; in a dry run, what it would be.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ReplayOutcome>))]
public enum ReplayOutcome
{
    /// <summary>A queue holds it again, and the dead-letter message is deleted.</summary>
    Replayed,

    Purged,

    /// <summary>It was sent or delivered in the meantime; the dead-letter message is deleted.</summary>
    AlreadySent,

    /// <summary>It is being handled, or a queue holds it.</summary>
    InProgress,

    /// <summary>It may have been sent: only a replay with <c>force</c> sends it.</summary>
    Parked,

    Cancelled,

    /// <summary>Without its record nothing prevents a second send: only a replay with <c>force</c> sends it.</summary>
    RecordExpired,

    /// <summary>Another version of the app wrote its record: that version can replay it.</summary>
    RecordUnreadable,

    /// <summary>Its id belongs to a request with another body.</summary>
    PayloadMismatch,

    /// <summary>It holds nothing that can be sent.</summary>
    Unusable,

    /// <summary>It was replayed or purged by another call.</summary>
    Gone,
}
