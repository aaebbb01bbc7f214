namespace ServerlessMessaging.DeadLetters;

/// <summary>A dead-letter message: a message that cannot be handled, kept with its reason for an operator's decision.</summary>
/// <param name="Id">The request's id; <c>queue-</c> and the queue message's id where it has none.</param>
/// <param name="Queue">The queue that delivered it.</param>
/// <param name="Code">The error code, such as <c>SM2004</c>.</param>
/// <param name="Reason">The reason in words; no message text, payload or email address.</param>
/// <param name="At">When it was dead-lettered.</param>
/// <param name="Attempts">How many attempts were made; 0 where none was.</param>
public sealed record DeadLetter(string Id, string Queue, string Code, string Reason, DateTimeOffset At, int Attempts)
{
    /// <summary>The name of the secret that signed it, for a webhook: its replay is bound to the same integration.</summary>
    public string? SecretName { get; init; }
}
