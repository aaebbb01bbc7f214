using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Genesys.Http;

/// <summary>The moment by which an answer is owed.</summary>
/// <param name="time">The clock.</param>
/// <param name="budget">How long from now.</param>
public sealed class Deadline(TimeProvider time, TimeSpan budget)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _budget = budget;

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = _budget - time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Brings the moment forward, if it lies further away.</summary>
    /// <param name="left">How long from now.</param>
    public void EndWithin(TimeSpan left)
    {
        var sooner = time.GetElapsedTime(_start) + left;
        _budget = sooner < _budget ? sooner : _budget;
    }

    /// <summary>Waits for something that others share and that goes on without us, for as long as there is time.</summary>
    /// <param name="wait">The waiting, under a token that ends it.</param>
    /// <param name="aim">What was to be had, for the caller: "Genesys gave an access token".</param>
    /// <exception cref="GenesysException">The time ended first.</exception>
    internal async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> wait, string aim)
    {
        using var timeout = new CancellationTokenSource(Remaining, time);
        try
        {
            return await wait(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.OutOfTime, $"The time budget was nearly over before {aim}. Nothing was sent; try again."));
        }
    }
}
