using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Posts the messages of several requests of the route messagingEvents. Failures are outcomes, not exceptions.</summary>
public sealed class EventPoster(MessagingEventsRoute route, GenesysApi api, PostResults results)
{
    /// <summary>Posts requests in as few posts as possible, one post after the other.</summary>
    /// <returns>An outcome per request, in their order.</returns>
    public async Task<IReadOnlyList<PostOutcome>> PostAllAsync(IReadOnlyList<SendRequest> requests, Deadline deadline)
    {
        var events = requests.Select(request => new EventPost(request, route.RenderEvent(request.Message, request.To)));
        var outcomes = new List<PostOutcome>();
        foreach (var post in EventBatches.Split(events, item => item.Event))
        {
            outcomes.AddRange(await PostAsync(post, deadline));
        }

        return outcomes;
    }

    /// <summary>Posts events in one list. A list that Genesys finds invalid as a whole, or too large, is halved until only the invalid events are refused.</summary>
    /// <returns>An outcome per event, in their order.</returns>
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(IReadOnlyList<EventPost> events, Deadline deadline)
    {
        try
        {
            var body = EventBatches.Join([.. events.Select(post => post.Event)]);
            var response = await api.CallAsync(HttpMethod.Post, route.Path, body, repeatable: false, route.Scope, deadline);
            return [.. events.Zip(
                EventResults.Read(response.Body, events.Count),
                (post, result) => results.Read(post.Request, post.Request.To, post.Event.Degradations, result, response.CorrelationId))];
        }
        catch (GenesysException exception) when (exception.Failure is { Kind: FailureKind.Refused, Status: 400 or 413 or 422 } && events.Count > 1)
        {
            // The failure of one request must not affect the others.
            var half = events.Count / 2;
            return [.. await PostAsync([.. events.Take(half)], deadline), .. await PostAsync([.. events.Skip(half)], deadline)];
        }
        catch (Exception exception)
        {
            return [.. events.Select(post => results.Failed(post.Request.Id!, exception, posting: true))];
        }
    }
}

/// <summary>A request of the route messagingEvents and its rendered event.</summary>
public sealed record EventPost(SendRequest Request, RenderedEvent Event);
