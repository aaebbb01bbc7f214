using System.Collections.Concurrent;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>
/// Requests of the route messagingEvents that come while a post is on its way go together in the next one: so many fewer calls of the
/// rate limit. A lone one waits for nobody.
/// </summary>
public sealed class SharedPosts(EventPoster poster, PostFailures failures, IOptions<GenesysOptions> options, TimeProvider time)
{
    // A post waits for its slot as long as its passengers can: a caller over HTTP must not wait like a queue.
    private readonly ConcurrentDictionary<TimeSpan, SharedPostLane> _lanes = new();

    /// <summary>Posts an event, alone or with others.</summary>
    public Task<PostOutcome> PostAsync(EventPost post, Deadline deadline) =>
        _lanes.GetOrAdd(deadline.LongestSlotWait, _ => new(poster, failures, options.Value.MinimumAttempt, time)).PostAsync(post, deadline);
}
