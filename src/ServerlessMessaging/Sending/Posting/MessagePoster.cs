using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Posts messages to Genesys: addressed, rendered, sent, and the answer read. Never throws for what can go wrong on the way.</summary>
public sealed class MessagePoster(
    RecipientResolver recipients, MessageRoutes routes, MessagingEventsRoute events, SharedPosts shared, GenesysApi api, PostFailures failures, PostedMessages posted, SendLog log)
{
    /// <summary>Posts one request's message.</summary>
    public async Task<PostOutcome> PostAsync(SendRequest request, Deadline deadline)
    {
        var posting = false;
        try
        {
            if (request.To.Route == SendRoute.MessagingEvents)
            {
                var post = new EventPost(request, events.RenderEvent(request.Message, request.To));
                posting = true;
                return await shared.PostAsync(post, deadline);
            }

            if (await recipients.ResolveAsync(request.To, deadline) is not { } to)
            {
                log.RecipientUnknown(request.Id!);
                return new NotPosted(PostEnding.Refused, Problem.At("/to/email", ErrorCodes.NobodyHasEmail, "Nobody in the Genesys organisation has this email address. Check it, or address the user by userId."));
            }

            var route = routes.For(to.Route);
            var rendered = route.Render(request.Message, to, to.ChannelId);
            posting = true;
            var answer = await api.CallAsync(HttpMethod.Post, rendered.Path, rendered.Body, repeatable: false, route.Scope, deadline);
            return posted.Read(request, to, rendered.Degradations, route.Read(answer.Body), answer.CorrelationId);
        }
        catch (Exception exception)
        {
            return failures.Read(request.Id!, exception, posting);
        }
    }
}
