using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Customers;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;
using ServerlessMessaging.Simulator.Webhooks;

namespace ServerlessMessaging.Simulator.Control;

/// <summary>POST /simulator/conversations/{id}/press and /say: a customer presses a button or writes a text; /message and /receipt: an agent or the platform adds something.</summary>
internal sealed class ConversationActionEndpoints(
    IReadOnlyList<IConversations> sources, CustomerActions customerActions, PlatformActions platformActions)
{
    /// <summary>The path starts with an empty segment, simulator and conversations.</summary>
    private const int SegmentsBeforeId = 3;

    public Task HandleAsync(HttpContext context)
    {
        var (id, operation) = Read(context.Target());
        return operation switch
        {
            "press" => PressAsync(context, Find(id)),
            "say" => SayAsync(context, Find(id)),
            "message" => RespondAsync(context, platformActions.SendMessage(Find(id), Body(context))),
            "receipt" => RespondAsync(context, platformActions.SendReceipt(Find(id), Body(context))),
            _ => throw NotFound("A conversation has the operations press, say, message and receipt"),
        };
    }

    private Task PressAsync(HttpContext context, Conversation conversation)
    {
        var body = Body(context);
        var messageId = body.RequiredText("messageId");
        var requested = body.RequiredElement("action", "a title or an index", JsonValueKind.String, JsonValueKind.Number);
        var namesMessage = body.OptionalFlag("originatingMessageId") ?? true;
        body.RefuseUnknown();

        var message = (Guid.TryParse(messageId, out var id) ? conversation.Find(id) : null)
            ?? throw NotFound($"The conversation has no message '{messageId}'");
        var pressed = PressedAction.Find(message, requested);
        return pressed.Action.Url is { } url
            ? JsonResponse.WriteAsync(context, new { Url = url })
            : RespondAsync(context, customerActions.Send(conversation, CustomerMessages.From(pressed, namesMessage ? message.Id : null)));
    }

    private Task SayAsync(HttpContext context, Conversation conversation)
    {
        var body = Body(context);
        var text = body.RequiredText("text");
        body.RefuseUnknown();
        return RespondAsync(context, customerActions.Send(conversation, new CustomerMessages(text)));
    }

    private static MemberReader Body(HttpContext context) => new(StrictJson.Parse(context.Exchange().Body));

    private static Task RespondAsync(HttpContext context, Webhook webhook) =>
        JsonResponse.WriteAsync(context, StatusCodes.Status202Accepted, new { webhook.Id, webhook.Type });

    /// <summary>Reads the raw request target, because ids of contacts contain slashes, percent-encoded or not.</summary>
    private static (string Id, string Operation) Read(string target)
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
