namespace ServerlessMessaging.Genesys.Http;

/// <summary>The moment by which an answer is owed.</summary>
/// <param name="time">The clock.</param>
/// <param name="budget">How long from now.</param>
/// <param name="cut">Fires where the moment was brought forward and has come: it ends what is under way.</param>
public sealed class Deadline(TimeProvider time, TimeSpan budget, CancellationToken cut = default)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _budget = budget;
    private IReadOnlyList<Deadline> _bounds = [];

    /// <summary>How long may be waited for a slot in the rate limit.</summary>
    public TimeSpan LongestSlotWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What is left; never negative.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var left = _budget - time.GetElapsedTime(_start);
            foreach (var bound in _bounds)
            {
                left = bound.Remaining < left ? bound.Remaining : left;
            }

            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Fires where the moment was brought forward and has come.</summary>
    internal CancellationToken Cut => cut;

    /// <summary>The soonest of several moments, also where one of them is brought forward later. All can wait equally long for a slot.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="bounds">The moments.</param>
    /// <param name="cut">Fires where one of them has come that was brought forward.</param>
    internal static Deadline Soonest(TimeProvider time, IReadOnlyList<Deadline> bounds, CancellationToken cut) =>
        new(time, TimeSpan.MaxValue, cut) { _bounds = bounds, LongestSlotWait = bounds[0].LongestSlotWait };

    /// <summary>How long may be waited, so that an attempt still gets its time; never negative.</summary>
    /// <param name="attempt">The time that an attempt needs.</param>
    internal TimeSpan PatienceBefore(TimeSpan attempt)
    {
        var left = Remaining - attempt;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>How long may be waited for a slot in the rate limit, so that an attempt still gets its time; never negative.</summary>
    /// <param name="attempt">The time that an attempt needs.</param>
    internal TimeSpan PatienceForSlot(TimeSpan attempt)
    {
        var patience = PatienceBefore(attempt);
        return patience < LongestSlotWait ? patience : LongestSlotWait;
    }

    /// <summary>Brings the moment forward, if it lies further away.</summary>
    /// <param name="left">How long from now.</param>
    public void EndWithin(TimeSpan left)
    {
        var sooner = time.GetElapsedTime(_start) + left;
        _budget = sooner < _budget ? sooner : _budget;
    }

    /// <summary>Does something under a token that ends it with the time, or sooner.</summary>
    /// <param name="act">What is done.</param>
    /// <param name="longest">The longest that it may take.</param>
    internal async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> act, TimeSpan longest)
    {
        var left = Remaining;
        using var timeout = new CancellationTokenSource(longest < left ? longest : left, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cut);
        return await act(end.Token);
    }

    /// <summary>Waits for something that others share and that goes on without us, for as long as there is time.</summary>
    /// <param name="wait">The waiting, under a token that ends it.</param>
    /// <param name="aim">What was to be had, for the caller: "Genesys gave an access token".</param>
    /// <exception cref="GenesysException">The time ended first.</exception>
    internal async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> wait, string aim)
    {
        try
        {
            return await LimitAsync(wait, TimeSpan.MaxValue);
        }
        catch (OperationCanceledException)
        {
            throw new GenesysException(new(
                FailureKind.Unavailable, ErrorCodes.OutOfTime, $"The time budget was nearly over before {aim}. Nothing was sent; try again."));
        }
    }
}
