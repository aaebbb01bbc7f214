using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Posts the messages of several requests of the route messagingEvents in one list. Never throws for what can go wrong on the way.</summary>
public sealed class EventPoster(MessagingEventsRoute route, GenesysApi api, PostFailures failures, PostedMessages posted)
{
    /// <summary>Posts them. A list that Genesys finds invalid as a whole, or too large, is halved, until only what it refuses is refused.</summary>
    /// <returns>An outcome per request, in their order.</returns>
    public async Task<IReadOnlyList<PostOutcome>> PostAsync(IReadOnlyList<EventPost> events, Deadline deadline)
    {
        try
        {
            var body = EventBatches.Join([.. events.Select(post => post.Event)]);
            var answer = await api.CallAsync(HttpMethod.Post, route.Path, body, repeatable: false, route.Scope, deadline);
            return [.. events.Zip(
                EventResults.Read(answer.Body, events.Count),
                (post, result) => posted.Read(post.Request, post.Request.To, post.Event.Degradations, result, answer.CorrelationId))];
        }
        catch (GenesysException exception) when (exception.Failure is { Kind: FailureKind.Refused, Status: 400 or 413 or 422 } && events.Count > 1)
        {
            // One request's fault is not the others'.
            var half = events.Count / 2;
            return [.. await PostAsync([.. events.Take(half)], deadline), .. await PostAsync([.. events.Skip(half)], deadline)];
        }
        catch (Exception exception)
        {
            return [.. events.Select(post => failures.Read(post.Request.Id!, exception, posting: true))];
        }
    }
}

/// <summary>A request of the route messagingEvents and its event.</summary>
/// <param name="Request">The request.</param>
/// <param name="Event">Its message, rendered.</param>
public sealed record EventPost(SendRequest Request, RenderedEvent Event);
