using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Messages;
using ServerlessMessaging.Messages.Problems;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Posts messages to Genesys: addressed, rendered, sent, and the answer read. Never throws for what can go wrong on the way.</summary>
internal sealed class MessagePoster(RecipientResolver recipients, MessageRoutes routes, MessagingEventsRoute events, GenesysApi api, PostFailures failures, SendLog log)
{
    /// <summary>Posts one request's message.</summary>
    public async Task<PostOutcome> PostAsync(SendRequest request, Deadline deadline)
    {
        var posting = false;
        try
        {
            if (await recipients.ResolveAsync(request.To, deadline) is not { } to)
            {
                log.RecipientUnknown(request.Id!);
                return new NotPosted(PostEnding.Refused, Problem.At("/to/email", ErrorCodes.NobodyHasEmail, "Nobody in the Genesys organisation has this email address. Check it, or address the user by userId."));
            }

            var route = routes.For(to.Route);
            var rendered = route.Render(request.Message, to, to.ChannelId);
            posting = true;
            var answer = await api.CallAsync(HttpMethod.Post, rendered.Path, rendered.Body, repeatable: false, route.Scope, deadline);
            return Outcome(request, to, rendered.Degradations, route.Read(answer.Body), answer.CorrelationId);
        }
        catch (Exception exception)
        {
            return failures.Read(request.Id!, exception, posting);
        }
    }

    /// <summary>Posts the messages of several requests of the route messagingEvents in one list.</summary>
    /// <returns>An outcome per request, in their order.</returns>
    public async Task<IReadOnlyList<PostOutcome>> PostEventsAsync(IReadOnlyList<(SendRequest Request, RenderedEvent Event)> posts, Deadline deadline)
    {
        try
        {
            var body = EventBatches.Join([.. posts.Select(post => post.Event)]);
            var answer = await api.CallAsync(HttpMethod.Post, events.Path, body, repeatable: false, events.Scope, deadline);
            return [.. posts.Zip(EventResults.Read(answer.Body, posts.Count), (post, result) => Outcome(post.Request, post.Request.To, post.Event.Degradations, result, answer.CorrelationId))];
        }
        catch (Exception exception)
        {
            return [.. posts.Select(post => failures.Read(post.Request.Id!, exception, posting: true))];
        }
    }

    private PostOutcome Outcome(SendRequest request, Recipient to, IReadOnlyList<string> degradations, PostResult result, string? correlationId)
    {
        if (result.Failure is { } failure)
        {
            return failures.Read(request.Id!, failure with { ContextId = failure.ContextId ?? correlationId });
        }

        if (result.MessageId is null)
        {
            log.MessageIdMissing(request.Id!);
        }

        log.Sent(request.Id!, to.Route, result.MessageId, correlationId);
        return new Posted(to, result.MessageId, degradations);
    }
}
