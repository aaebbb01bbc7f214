using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Http;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Genesys.Users;
using ServerlessMessaging.Records;

namespace ServerlessMessaging.Sending.Posting;

/// <summary>Posts a message to Genesys: finds its channel, renders it, posts it and reads the response. Failures are outcomes, not exceptions.</summary>
public sealed class MessagePoster(
    UserDirectory users, IReadOnlyDictionary<SendRoute, IMessageRoute> routes, MessagingEventsRoute events, PostBatcher batcher, GenesysApi api, PostResults results, SendLog log)
{
    /// <summary>Posts one request's message, unless it expires before.</summary>
    public async Task<PostOutcome> PostAsync(IncomingRequest incoming, Deadline budget)
    {
        var (request, deadline) = (incoming.Request, budget.Until(incoming.ExpiresAt));
        var posting = false;
        try
        {
            if (request.To.Route == SendRoute.MessagingEvents)
            {
                var post = new EventPost(request, events.RenderEvent(request.Message, request.To));
                posting = true;
                return await batcher.PostAsync(post, deadline);
            }

            if (await ResolveAsync(request.To, deadline) is not { } to)
            {
                log.RecipientNotFound(request.Id!);
                return new NotPosted(FailureKind.Refused, Problem.At("/to/email", ErrorCodes.UnknownEmail, "No user of the Genesys organisation has this email address. Check it, or address the user by userId."));
            }

            var route = routes[to.Route];
            var rendered = route.Render(request.Message, to, to.ChannelId);
            posting = true;
            var response = await api.CallAsync(HttpMethod.Post, rendered.Path, rendered.Body, repeatable: false, route.Scope, deadline);
            return results.Read(request, to, rendered.Degradations, route.Read(response.Body), response.CorrelationId);
        }
        catch (Exception exception)
        {
            return results.Failed(request.Id!, exception, posting);
        }
    }

    // Null where no user has the email address.
    private async Task<Recipient?> ResolveAsync(Recipient to, Deadline deadline)
    {
        if (to.ChannelId is not null || to.Route != SendRoute.OpenMessaging)
        {
            return to;
        }

        return (to.UserId ?? await users.FindAsync(to.Email!, deadline)) is { } userId ? new Recipient(ChannelId: Recipient.UserChannelPrefix + userId) : null;
    }
}
