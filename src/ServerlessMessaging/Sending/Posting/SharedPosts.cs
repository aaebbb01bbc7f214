using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>
/// Requests of the route messagingEvents that come while a post is on its way go together in the next one: so many fewer calls of the
/// rate limit. A lone one waits for nobody.
/// </summary>
internal sealed class SharedPosts(EventPoster poster, PostFailures failures, IOptions<GenesysOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Passenger> _waiting = [];
    private bool _isOnItsWay;

    /// <summary>Posts an event, alone or with others.</summary>
    public async Task<PostOutcome> PostAsync(EventPost post, Deadline deadline)
    {
        var passenger = new Passenger(post, deadline);
        if (!IsFirst(passenger))
        {
            try
            {
                await deadline.LimitAsync(passenger.Boarding.Task.WaitAsync, deadline.PatienceBefore(options.Value.MinimumAttempt));
            }
            catch (OperationCanceledException)
            {
                if (Leave(passenger))
                {
                    return OutOfTime(post.Request.Id!);
                }
            }

            // The first of each post drives it; the others are told what became of them.
            if (await passenger.Boarding.Task is not { } others)
            {
                return await passenger.Arrival.Task;
            }

            return await DriveAsync(passenger, others);
        }

        return await DriveAsync(passenger, []);
    }

    private bool IsFirst(Passenger passenger)
    {
        lock (_lock)
        {
            if (_isOnItsWay)
            {
                _waiting.Add(passenger);
                return false;
            }

            return _isOnItsWay = true;
        }
    }

    private bool Leave(Passenger passenger)
    {
        lock (_lock)
        {
            return _waiting.Remove(passenger);
        }
    }

    private async Task<PostOutcome> DriveAsync(Passenger driver, IReadOnlyList<Passenger> others)
    {
        try
        {
            if (others.Count == 0)
            {
                return (await poster.PostAsync([driver.Post], driver.Deadline))[0];
            }

            Passenger[] all = [driver, .. others];
            using var cut = CancellationTokenSource.CreateLinkedTokenSource([.. all.Select(passenger => passenger.Deadline.Cut)]);
            var soonest = new Deadline(time, all.Min(passenger => passenger.Deadline.Remaining), cut.Token) { LongestSlotWait = driver.Deadline.LongestSlotWait };
            var outcomes = await poster.PostAsync([.. all.Select(passenger => passenger.Post)], soonest);
            foreach (var (passenger, outcome) in all.Zip(outcomes))
            {
                passenger.Arrival.SetResult(outcome);
            }

            return outcomes[0];
        }
        catch (Exception exception)
        {
            foreach (var passenger in others)
            {
                passenger.Arrival.TrySetException(exception);
            }

            throw;
        }
        finally
        {
            Board();
        }
    }

    // As many as fit into one post, in their order; only those who can wait equally long for its slot, and who still have the time.
    private void Board()
    {
        lock (_lock)
        {
            var ready = _waiting.Where(passenger => passenger.Deadline.Remaining >= options.Value.MinimumAttempt).ToList();
            var alike = ready.Where(passenger => passenger.Deadline.LongestSlotWait == ready[0].Deadline.LongestSlotWait);
            var post = EventBatches.Split(alike, passenger => passenger.Post.Event).FirstOrDefault() ?? [];
            _isOnItsWay = post.Count > 0;
            for (var index = 0; index < post.Count; index++)
            {
                _waiting.Remove(post[index]);
                post[index].Boarding.SetResult(index == 0 ? [.. post.Skip(1)] : null);
            }
        }
    }

    private NotPosted OutOfTime(string id) => failures.Read(id, new GenesysFailure(
        FailureKind.Unavailable, ErrorCodes.OutOfTime, "The time budget was nearly over before the post that was on its way had ended. Nothing was sent; try again."));

    private sealed record Passenger(EventPost Post, Deadline Deadline)
    {
        /// <summary>Those to take along, for the driver of a post; null for the others.</summary>
        public TaskCompletionSource<IReadOnlyList<Passenger>?> Boarding { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<PostOutcome> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
