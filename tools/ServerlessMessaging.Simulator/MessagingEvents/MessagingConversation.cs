using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>A provider's conversation, which takes messages while its customer has not been silent for too long.</summary>
internal sealed class MessagingConversation(ConversationReference reference, DateTimeOffset heardAt)
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

    public bool IsOpenAt(DateTimeOffset time) => time - (Conversation.HeardAt ?? heardAt) <= Window;
}
