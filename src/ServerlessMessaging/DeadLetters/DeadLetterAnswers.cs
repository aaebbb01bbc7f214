namespace ServerlessMessaging.DeadLetters;

/// <summary>A page of dead letters.</summary>
/// <param name="Items">The letters.</param>
/// <param name="Continuation">Where the next page begins; null where there is none.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Items, string? Continuation);

/// <summary>What was done with dead letters.</summary>
/// <param name="DryRun">Whether it was only told, not done.</param>
/// <param name="Items">Each letter that was meant.</param>
/// <param name="Continuation">Where to go on; null where all is done.</param>
public sealed record DeadLetterActions(bool DryRun, IReadOnlyList<DeadLetterAction> Items, string? Continuation);

/// <summary>What was done with one dead letter.</summary>
/// <param name="Id">The request's id.</param>
/// <param name="Queue">The queue that it came from.</param>
/// <param name="Code">The reason why it was set aside.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record DeadLetterAction(string Id, string Queue, string Code, ReplayOutcome Outcome);
