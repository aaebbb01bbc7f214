namespace ServerlessMessaging.DeadLetters;

/// <summary>Dead-letters a message that cannot be handled.</summary>
public sealed class DeadLetterWriter(DeadLetterStore store, TimeProvider time)
{
    private const int MaxReason = 200;
    private static readonly TimeSpan StorageTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes a dead-letter message with the content of the queue message. Attempts are 0 where none was made. The secret is that of a webhook's signature.</summary>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task WriteAsync(string id, string queue, DateTimeOffset acceptedAt, int attempts, Problem problem, ReadOnlyMemory<byte> body, string? secretName = null)
    {
        using var timeout = new CancellationTokenSource(StorageTimeout, time);
        var reason = problem.Errors is [{ Pointer.Length: > 0 } first, ..]
            ? $"{first.Code} at {first.Pointer}: {first.Detail}{(problem.Errors.Count > 1 ? $" And {problem.Errors.Count - 1} more." : string.Empty)}"
            : problem.Detail;
        var deadLetter = new DeadLetter(id, queue, problem.Code.Code, reason.Length <= MaxReason ? reason : reason[..MaxReason], time.GetUtcNow(), attempts) { SecretName = secretName };
        await store.WriteAsync(deadLetter, acceptedAt, body, timeout.Token);
    }
}
