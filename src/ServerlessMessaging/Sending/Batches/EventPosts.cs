using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Sending.Posting;

namespace ServerlessMessaging.Sending.Batches;

/// <summary>Posts many requests of the route messagingEvents in as few posts as fit.</summary>
public sealed class EventPosts(MessagingEventsRoute route, EventPoster poster)
{
    /// <summary>Posts them, one post after the other.</summary>
    /// <returns>An outcome per request, in their order.</returns>
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(IReadOnlyList<SendRequest> requests, Deadline deadline)
    {
        var events = requests.Select(request => new EventPost(request, route.RenderEvent(request.Message, request.To)));
        var outcomes = new List<PostOutcome>();
        foreach (var post in EventBatches.Split(events, item => item.Event))
        {
            outcomes.AddRange(await poster.PostAsync(post, deadline));
        }

        return outcomes;
    }
}
