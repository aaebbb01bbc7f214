namespace ServerlessMessaging.DeadLetters;

/// <summary>Puts dead letters of certain queues on their way again.</summary>
public interface IDeadLetterReplay
{
    /// <summary>Whether it knows what to do with letters from a queue.</summary>
    bool Handles(string queue);

    /// <summary>Replays a letter, unless that would send something twice.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="body">What was to be done.</param>
    /// <param name="force">Whether to do it even where nobody knows whether it was done.</param>
    /// <param name="dryRun">Whether only to tell.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    Task<ReplayOutcome> ReplayAsync(DeadLetter letter, ReadOnlyMemory<byte> body, bool force, bool dryRun, CancellationToken cancellationToken);
}
