using System.Collections.Concurrent;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>
/// Batches requests of the route messagingEvents: those that arrive during a post share the next one, which saves calls of the
/// rate limit. A single request is posted at once.
/// </summary>
public sealed class PostBatcher(EventPoster poster, PostResults results, IOptions<GenesysOptions> options, TimeProvider time)
{
    // Requests with the same slot wait share posts: a caller over HTTP must not wait like a queue message.
    private readonly ConcurrentDictionary<TimeSpan, Lane> _lanes = new();

    // A post gets the shortest deadline of its requests; one with less time than this would fail the others.
    private readonly TimeSpan _minimumTime = options.Value.MinimumAttempt * 2;

    /// <summary>Posts an event, alone or with others.</summary>
    public async Task<PostOutcome> PostAsync(EventPost post, Deadline deadline)
    {
        var lane = _lanes.GetOrAdd(deadline.MaxSlotWait, _ => new());
        var pending = new PendingPost(post, deadline);
        if (lane.TryLead(pending))
        {
            return await SendBatchAsync(lane, pending, []);
        }

        try
        {
            await deadline.RunAsync(pending.Turn.Task.WaitAsync, deadline.RemainingFor(_minimumTime));
        }
        catch (OperationCanceledException)
        {
            if (lane.TryLeave(pending))
            {
                return results.Failed(post.Request.Id!, new GenesysFailure(
                    FailureKind.Unavailable, ErrorCodes.OutOfTime, "The time budget was nearly over before the previous post had ended. Nothing was sent; try again."));
            }
        }

        return await pending.Turn.Task is { } others ? await SendBatchAsync(lane, pending, others) : await pending.Outcome.Task;
    }

    private async Task<PostOutcome> SendBatchAsync(Lane lane, PendingPost leader, IReadOnlyList<PendingPost> others)
    {
        try
        {
            PendingPost[] all = [leader, .. others];
            using var cut = CancellationTokenSource.CreateLinkedTokenSource([.. all.Select(pending => pending.Deadline.Token)]);
            var outcomes = await poster.PostAsync([.. all.Select(pending => pending.Post)], Deadline.Soonest(time, [.. all.Select(pending => pending.Deadline)], cut.Token));
            foreach (var (pending, outcome) in all.Zip(outcomes))
            {
                pending.Outcome.SetResult(outcome);
            }

            return outcomes[0];
        }
        catch (Exception exception)
        {
            foreach (var pending in others)
            {
                pending.Outcome.TrySetException(exception);
            }

            throw;
        }
        finally
        {
            lane.Next(_minimumTime);
        }
    }

    private sealed record PendingPost(EventPost Post, Deadline Deadline)
    {
        /// <summary>The requests to post together with this one, where it leads the next post; null where another one does.</summary>
        public TaskCompletionSource<IReadOnlyList<PendingPost>?> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<PostOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>One post at a time. The first request that waits leads the next post for all that fit.</summary>
    private sealed class Lane
    {
        private readonly Lock _lock = new();
        private readonly List<PendingPost> _waiting = [];
        private bool _isPosting;

        public bool TryLead(PendingPost pending)
        {
            lock (_lock)
            {
                if (_isPosting)
                {
                    _waiting.Add(pending);
                    return false;
                }

                return _isPosting = true;
            }
        }

        public bool TryLeave(PendingPost pending)
        {
            lock (_lock)
            {
                return _waiting.Remove(pending);
            }
        }

        public void Next(TimeSpan minimumTime)
        {
            lock (_lock)
            {
                var ready = _waiting.Where(pending => pending.Deadline.Remaining >= minimumTime);
                var batch = EventBatches.Split(ready, pending => pending.Post.Event).FirstOrDefault() ?? [];
                _isPosting = batch.Count > 0;
                for (var index = 0; index < batch.Count; index++)
                {
                    _waiting.Remove(batch[index]);
                    batch[index].Turn.SetResult(index == 0 ? [.. batch.Skip(1)] : null);
                }
            }
        }
    }
}
