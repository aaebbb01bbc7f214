using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>Delivers one event to its conversation.</summary>
internal sealed class EventDelivery(MessagingDirectory directory, MessageDelivery delivery, TimeProvider timeProvider)
{
    /// <summary>Returns the item of the response: the id of the message, or the error.</summary>
    public object Send(HttpContext context, JsonElement item, string path)
    {
        try
        {
            return new { Id = Deliver(context, item, path) };
        }
        catch (RefusalException refusal)
        {
            return new { Error = new { Code = GenesysErrorBody.CodeOf(refusal), refusal.Message } };
        }
    }

    private Guid Deliver(HttpContext context, JsonElement item, string path)
    {
        var reader = new MemberReader(item, path);
        if (reader.RequiredText("type") != "send")
        {
            throw reader.Refuse("Invalid event type", "type");
        }

        var reference = ConversationReference.Read(reader.RequiredObject("externalConversationReference"));
        var content = reader.RequiredObject("content");
        reader.RefuseUnknown();
        var conversation = directory.Find(reference);
        var view = EventRules.ReadContent(content, reference.ProviderId);

        var message = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), item.GetProperty("content"), [view]);
        if (!conversation.IsOpenAt(message.At))
        {
            throw RefusalException.BadRequest("The customer's last message is more than 24 hours old: the conversation is outside the 24-hour window");
        }

        delivery.Deliver(context, conversation.Conversation, message);
        return message.Id;
    }
}
