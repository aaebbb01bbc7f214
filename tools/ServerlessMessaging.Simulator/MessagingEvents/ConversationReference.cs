using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>The target of an event: a conversation on a channel of a provider.</summary>
internal sealed record ConversationReference(string Id, string ChannelId, string ProviderId)
{
    public static ConversationReference Read(MemberReader reader)
    {
        var reference = new ConversationReference(reader.RequiredText("id"), reader.RequiredText("channelId"), reader.RequiredText("providerId"));
        reader.RefuseUnknown();
        return reference;
    }
}
