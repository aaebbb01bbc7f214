using System.Globalization;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.OpenMessaging;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>GET /simulator/conversations, with <c>?latest=N</c> only the last N messages of each.</summary>
internal sealed class ConversationsEndpoint(Conversations conversations)
{
    public Task HandleAsync(HttpContext context)
    {
        var latest = Latest(context.Request.Query);
        return JsonAnswer.WriteAsync(context, new { Items = conversations.All.Select(one => Shape(one, latest)) });
    }

    private static object Shape(Conversation conversation, int latest)
    {
        var (id, messages) = conversation.Read(latest);
        var user = conversation.User;
        return new { Id = id, User = new { user.Id, user.Name, user.Email }, Messages = messages };
    }

    private static int Latest(IQueryCollection query)
    {
        if (!query.TryGetValue("latest", out var text))
        {
            return int.MaxValue;
        }

        return int.TryParse(text.ToString(), CultureInfo.InvariantCulture, out var latest) && latest >= 1
            ? latest
            : throw RefusalException.BadRequest("latest must be a whole number above 0");
    }
}
