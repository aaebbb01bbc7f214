using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>GET /simulator/conversations, with <c>?latest=N</c> only the last N messages of each, and the address of the functions that get the webhooks.</summary>
internal sealed class ConversationsEndpoint(IReadOnlyList<IConversations> sources, SimulatorSettings settings)
{
    public Task HandleAsync(HttpContext context)
    {
        var latest = LatestQuery.Read(context.Request.Query);
        return JsonResponse.WriteAsync(context, new
        {
            Functions = settings.Webhooks.Url?.GetLeftPart(UriPartial.Authority),
            Items = sources.SelectMany(source => source.All).Select(one => ToResponse(one, latest)),
        });
    }

    private static Dictionary<string, object> ToResponse(Conversation conversation, int latest)
    {
        var (id, messages) = conversation.Read(latest);
        var contact = conversation.Contact;
        return new()
        {
            ["id"] = id,
            ["contact"] = new { contact.Id, contact.Kind, contact.Name, contact.Address },
            [contact.Kind] = contact.Reference,
            ["messages"] = messages,
        };
    }
}
