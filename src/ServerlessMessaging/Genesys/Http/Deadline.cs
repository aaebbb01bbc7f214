namespace ServerlessMessaging.Genesys.Http;

/// <summary>The deadline of a request.</summary>
/// <param name="budget">How long from now.</param>
/// <param name="token">Cancelled when a shortened deadline is reached: it ends what is in progress.</param>
public sealed class Deadline(TimeProvider time, TimeSpan budget, CancellationToken token = default)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _budget = budget;
    private IReadOnlyList<Deadline> _bounds = [];

    /// <summary>The maximum wait for a slot in the rate limit.</summary>
    public TimeSpan MaxSlotWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The remaining time; never negative.</summary>
    public TimeSpan Remaining => RemainingFor(TimeSpan.Zero);

    internal CancellationToken Token => token;

    /// <summary>The earliest of several deadlines with the same slot wait, also where one of them is shortened later.</summary>
    internal static Deadline Soonest(TimeProvider time, IReadOnlyList<Deadline> bounds, CancellationToken token) =>
        new(time, TimeSpan.MaxValue, token) { _bounds = bounds, MaxSlotWait = bounds[0].MaxSlotWait };

    /// <summary>This deadline, or an earlier one where the request expires before.</summary>
    public Deadline Until(DateTimeOffset expiresAt) => new(time, expiresAt - time.GetUtcNow(), token) { _bounds = [this], MaxSlotWait = MaxSlotWait };

    /// <summary>The failure of a call for which too little time was left; the aim is what was not reached, such as "Genesys issued an access token".</summary>
    internal static GenesysException OutOfTime(string aim) => new(new(
        FailureKind.Unavailable, ErrorCodes.OutOfTime, $"The time budget was nearly over before {aim}. Nothing was sent; try again."));

    /// <summary>The maximum wait that leaves the time for an attempt; never negative.</summary>
    internal TimeSpan RemainingFor(TimeSpan attempt)
    {
        var left = _bounds.Select(bound => bound.Remaining).Append(_budget - time.GetElapsedTime(_start)).Min() - attempt;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The maximum wait for a slot in the rate limit that leaves the time for an attempt; never negative.</summary>
    internal TimeSpan SlotWaitFor(TimeSpan attempt) => RemainingFor(attempt) is var left && left < MaxSlotWait ? left : MaxSlotWait;

    /// <summary>Shortens the deadline, if it is later than this.</summary>
    public void ShortenTo(TimeSpan left)
    {
        var budget = time.GetElapsedTime(_start) + left;
        _budget = budget < _budget ? budget : _budget;
    }

    /// <summary>Runs something with a token that is cancelled at the deadline or after its own limit.</summary>
    internal async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> action, TimeSpan maxDuration)
    {
        var left = Remaining;
        using var timeout = new CancellationTokenSource(maxDuration < left ? maxDuration : left, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, token);
        return await action(end.Token);
    }

    /// <summary>Waits until the deadline for something that is shared with other callers and continues without this one.</summary>
    /// <exception cref="GenesysException">The time ended first, see <see cref="OutOfTime"/>.</exception>
    internal async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> wait, string aim)
    {
        try
        {
            return await RunAsync(wait, TimeSpan.MaxValue);
        }
        catch (OperationCanceledException)
        {
            throw OutOfTime(aim);
        }
    }
}
