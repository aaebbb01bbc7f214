using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Users;

namespace ServerlessMessaging.Simulator.OpenMessaging;

/// <summary>POST /api/v2/openmessaging/channels/{channelId}/messages: sends a message to a user.</summary>
internal sealed class SendMessageEndpoint(UserDirectory directory, UserConversations conversations, MessageDelivery delivery, TimeProvider timeProvider)
{
    public Task HandleAsync(HttpContext context)
    {
        MediaType.RequireJson(context.Request);
        var channelId = (string)context.Request.RouteValues["channelId"]!;
        var user = directory.WithChannel(channelId)
            ?? throw new RefusalException(StatusCodes.Status404NotFound, "Channel not found");

        var body = StrictJson.Parse(context.Exchange().Body);
        var view = OpenMessageRules.Read(body);
        var message = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), body.GetProperty("content"), view);
        delivery.Deliver(context, conversations.Get(user), message);

        return JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, new
        {
            message.Id,
            ChannelId = $"user:{user.Id}",
            Timestamp = message.At,
        });
    }
}
