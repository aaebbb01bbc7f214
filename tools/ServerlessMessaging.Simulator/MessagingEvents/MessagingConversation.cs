using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>A conversation of a provider, open for 24 hours after the customer's last message.</summary>
internal sealed class MessagingConversation(ConversationReference reference, DateTimeOffset lastInboundAt)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    public ConversationReference Reference { get; } = reference;

    public Conversation Conversation { get; } = new(new(
        "conversation",
        $"conversation:{reference.ProviderId}/{reference.ChannelId}/{reference.Id}",
        $"{reference.ProviderId} {reference.Id}",
        $"On the channel {reference.ChannelId}",
        reference.Id,
        reference));

    public bool IsOpenAt(DateTimeOffset time) => time - (Conversation.LastInboundAt ?? lastInboundAt) <= Window;
}
