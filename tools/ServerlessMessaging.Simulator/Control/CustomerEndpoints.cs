using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Customers;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>POST /simulator/conversations/{id}/press and /say: a customer answers.</summary>
internal sealed class CustomerEndpoints(IReadOnlyList<IConversations> sources, CustomerActions voice)
{
    /// <summary>Nothing, simulator, conversations.</summary>
    private const int SegmentsBeforeId = 3;

    public Task HandleAsync(HttpContext context)
    {
        var (id, deed) = Read(context.Target());
        return deed switch
        {
            "press" => PressAsync(context, Find(id)),
            "say" => SayAsync(context, Find(id)),
            _ => throw NotFound("A customer can press and say"),
        };
    }

    private Task PressAsync(HttpContext context, Conversation conversation)
    {
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var messageId = body.RequiredText("messageId");
        var wanted = body.RequiredElement("action", "a title or an index", JsonValueKind.String, JsonValueKind.Number);
        body.RefuseOthers();

        var message = (Guid.TryParse(messageId, out var id) ? conversation.Find(id) : null)
            ?? throw NotFound($"The conversation has no message '{messageId}'");
        var pressed = PressedAction.Find(message, wanted);
        return pressed.Action.Url is { } url
            ? JsonResponse.WriteAsync(context, new { Url = url })
            : RespondAsync(context, voice.Say(conversation, CustomerMessages.Of(pressed, message.Id)));
    }

    private Task SayAsync(HttpContext context, Conversation conversation)
    {
        var body = new MemberReader(StrictJson.Parse(context.Exchange().Body));
        var text = body.RequiredText("text");
        body.RefuseOthers();
        return RespondAsync(context, voice.Say(conversation, new CustomerMessages(text)));
    }

    private static Task RespondAsync(HttpContext context, Webhook webhook) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, new { webhook.Id, webhook.Type });

    /// <summary>Reads the request line, because ids of contacts hold slashes, which may come encoded or not.</summary>
    private static (string Id, string Deed) Read(string target)
    {
        var segments = target.Split('?')[0].Split('/');
        return (Uri.UnescapeDataString(string.Join('/', segments.Skip(SegmentsBeforeId).SkipLast(1))), segments[^1]);
    }

    private Conversation Find(string id) => sources
        .SelectMany(source => source.All)
        .FirstOrDefault(one => one.Contact.Id == id || one.Id.ToString().Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? throw NotFound($"There is no conversation '{id}': GET /simulator/conversations lists them");

    private static RefusalException NotFound(string message) => new(StatusCodes.Status404NotFound, message);
}
