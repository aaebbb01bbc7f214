namespace ServerlessMessaging.Genesys.Http;

/// <summary>The moment by which an answer is owed.</summary>
/// <param name="time">The clock.</param>
/// <param name="budget">How long from now.</param>
public sealed class Deadline(TimeProvider time, TimeSpan budget)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = budget - time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
