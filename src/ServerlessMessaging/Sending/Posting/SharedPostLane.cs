using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>One post at a time. The first of those who wait drives the next post for all of them, and hands over to the one after.</summary>
internal sealed class SharedPostLane(EventPoster poster, PostFailures failures, TimeSpan minimumAttempt, TimeProvider time)
{
    // The time of a post is that of its most hurried passenger; with less than this he would spoil it for the others.
    private readonly TimeSpan _enough = minimumAttempt * 2;

    private readonly Lock _lock = new();
    private readonly List<Passenger> _waiting = [];
    private bool _isOnItsWay;

    /// <summary>Posts an event, alone or with others.</summary>
    public async Task<PostOutcome> PostAsync(EventPost post, Deadline deadline)
    {
        var passenger = new Passenger(post, deadline);
        if (IsFirst(passenger))
        {
            return await DriveAsync(passenger, []);
        }

        try
        {
            await deadline.RunAsync(passenger.Boarding.Task.WaitAsync, deadline.RemainingFor(_enough));
        }
        catch (OperationCanceledException)
        {
            if (Leave(passenger))
            {
                return OutOfTime(post.Request.Id!);
            }
        }

        return await passenger.Boarding.Task is { } others ? await DriveAsync(passenger, others) : await passenger.IncomingRequest.Task;
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
            Passenger[] all = [driver, .. others];
            using var cut = CancellationTokenSource.CreateLinkedTokenSource([.. all.Select(passenger => passenger.Deadline.Token)]);
            var outcomes = await poster.PostAsync([.. all.Select(passenger => passenger.Post)], Deadline.Soonest(time, [.. all.Select(passenger => passenger.Deadline)], cut.Token));
            foreach (var (passenger, outcome) in all.Zip(outcomes))
            {
                passenger.IncomingRequest.SetResult(outcome);
            }

            return outcomes[0];
        }
        catch (Exception exception)
        {
            foreach (var passenger in others)
            {
                passenger.IncomingRequest.TrySetException(exception);
            }

            throw;
        }
        finally
        {
            Board();
        }
    }

    // As many as fit into one post, in their order.
    private void Board()
    {
        lock (_lock)
        {
            var ready = _waiting.Where(passenger => passenger.Deadline.Remaining >= _enough);
            var post = EventBatches.Split(ready, passenger => passenger.Post.Event).FirstOrDefault() ?? [];
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

        public TaskCompletionSource<PostOutcome> IncomingRequest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
