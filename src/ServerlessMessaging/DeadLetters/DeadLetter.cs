namespace ServerlessMessaging.DeadLetters;

/// <summary>Something that could not be brought to its end, set aside for somebody to decide.</summary>
/// <param name="Id">The request's id; <c>queue-</c> and the queue message's id where it has none.</param>
/// <param name="Queue">The queue that it came from.</param>
/// <param name="Code">The documented reason, such as <c>SM2004</c>.</param>
/// <param name="Reason">The reason in words; no message text, payload or email address.</param>
/// <param name="At">When it was set aside.</param>
/// <param name="Attempts">How many attempts were made; 0 where none was.</param>
public sealed record DeadLetter(string Id, string Queue, string Code, string Reason, DateTimeOffset At, int Attempts);
