using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>The providers' conversations. Their customers were heard when the simulator started or was told to forget, but for one.</summary>
internal sealed class MessagingDirectory(TimeProvider timeProvider) : IConversations
{
    private static readonly TimeSpan TooLongSilence = TimeSpan.FromHours(25);

    private volatile MessagingConversation[] _conversations = Open(timeProvider.GetUtcNow());

    public IEnumerable<Conversation> All => _conversations.Select(one => one.Conversation);

    public MessagingConversation Find(ConversationReference reference)
    {
        var ofProvider = _conversations.Where(one => one.Reference.ProviderId == reference.ProviderId).ToList();
        if (ofProvider.Count == 0)
        {
            throw NotFound("Provider");
        }

        var ofChannel = ofProvider.FindAll(one => one.Reference.ChannelId == reference.ChannelId);
        if (ofChannel.Count == 0)
        {
            throw NotFound("Channel");
        }

        return ofChannel.Find(one => one.Reference.Id == reference.Id) ?? throw NotFound("Conversation");
    }

    public void Clear() => _conversations = Open(timeProvider.GetUtcNow());

    private static MessagingConversation[] Open(DateTimeOffset now) =>
    [
        OnMessenger(DevelopmentRecipients.MessengerConversation, now),
        OnMessenger(DevelopmentRecipients.ClosedConversation, now - TooLongSilence),
        new(
            new(DevelopmentRecipients.InstagramConversation, DevelopmentRecipients.InstagramChannel, DevelopmentRecipients.InstagramProvider),
            now),
    ];

    private static MessagingConversation OnMessenger(string id, DateTimeOffset heardAt) =>
        new(new(id, DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider), heardAt);

    private static RefusalException NotFound(string what) => new(StatusCodes.Status404NotFound, $"{what} not found");
}
