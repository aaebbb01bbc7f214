using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>Puts one event onto its customer's phone.</summary>
internal sealed class EventDelivery(MessagingDirectory directory, MessageDelivery delivery, TimeProvider timeProvider)
{
    /// <summary>Returns the event's answer: its id, or what is wrong with it.</summary>
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
        reader.RefuseOthers();
        var conversation = directory.Find(reference);
        var view = EventRules.ReadContent(content, reference.ProviderId);

        var message = new DeliveredMessage(Guid.NewGuid(), timeProvider.GetUtcNow(), item.GetProperty("content"), [view]);
        if (!conversation.IsOpenAt(message.At))
        {
            throw RefusalException.BadRequest("The customer has been silent for more than 24 hours: the conversation is outside the 24-hour window");
        }

        delivery.Deliver(context, conversation.Conversation, message);
        return message.Id;
    }
}
