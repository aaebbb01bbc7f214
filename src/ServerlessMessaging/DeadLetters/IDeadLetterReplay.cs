namespace ServerlessMessaging.DeadLetters;

/// <summary>Requeues the dead-letter messages of certain queues.</summary>
public interface IDeadLetterReplay
{
    /// <summary>Whether it replays the messages of a queue.</summary>
    bool Handles(string queue);

    /// <summary>Requeues the message of a body, unless that would send it twice; with force also where it may have been sent. A dry run only returns the outcome.</summary>
    Task<ReplayOutcome> ReplayAsync(DeadLetter deadLetter, ReadOnlyMemory<byte> body, bool force, bool dryRun, CancellationToken cancellationToken);
}
