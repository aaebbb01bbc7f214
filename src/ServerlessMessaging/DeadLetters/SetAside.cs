using ServerlessMessaging.Storage;

namespace ServerlessMessaging.DeadLetters;

/// <summary>Makes a dead letter of what cannot be brought to its end.</summary>
public sealed class SetAside(DeadLetterStore store, TimeProvider time)
{
    private const int MaxReason = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Sets something aside.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="queue">The queue that brought it.</param>
    /// <param name="acceptedAt">When the queue took it.</param>
    /// <param name="attempts">How many attempts were made; 0 where none was.</param>
    /// <param name="problem">Why.</param>
    /// <param name="body">What it holds.</param>
    /// <exception cref="Exception">One of <see cref="StorageFaults"/>.</exception>
    public async Task WriteAsync(string id, string queue, DateTimeOffset acceptedAt, int attempts, Problem problem, ReadOnlyMemory<byte> body)
    {
        using var timeout = new CancellationTokenSource(Longest, time);
        var reason = Reason(problem);
        var letter = new DeadLetter(id, queue, problem.Code.Code, reason.Length <= MaxReason ? reason : reason[..MaxReason], time.GetUtcNow(), attempts);
        await store.WriteAsync(letter, acceptedAt, body, timeout.Token);
    }

    private static string Reason(Problem problem)
    {
        if (problem.Errors.Count == 0 || problem.Errors[0].Pointer.Length == 0)
        {
            return problem.Detail;
        }

        var first = problem.Errors[0];
        var others = problem.Errors.Count > 1 ? $" And {problem.Errors.Count - 1} more." : string.Empty;
        return $"{first.Code} at {first.Pointer}: {first.Detail}{others}";
    }
}
