using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.MessagingEvents;

/// <summary>The conversations of providers. All but one are open from the start and again after the state was cleared.</summary>
internal sealed class MessagingDirectory(TimeProvider timeProvider) : IConversations
{
    private static readonly TimeSpan ExpiredWindow = TimeSpan.FromHours(25);

    private volatile MessagingConversation[] _conversations = Open(timeProvider.GetUtcNow());

    public IEnumerable<Conversation> All => _conversations.Select(one => one.Conversation);

    public MessagingConversation Find(ConversationReference reference)
    {
        var inProvider = _conversations.Where(one => one.Reference.ProviderId == reference.ProviderId).ToList();
        if (inProvider.Count == 0)
        {
            throw NotFound("Provider");
        }

        var inChannel = inProvider.FindAll(one => one.Reference.ChannelId == reference.ChannelId);
        if (inChannel.Count == 0)
        {
            throw NotFound("Channel");
        }

        return inChannel.Find(one => one.Reference.Id == reference.Id) ?? throw NotFound("Conversation");
    }

    public void Clear() => _conversations = Open(timeProvider.GetUtcNow());

    private static MessagingConversation[] Open(DateTimeOffset now) =>
    [
        OnMessenger(DevelopmentRecipients.MessengerConversation, now),
        OnMessenger(DevelopmentRecipients.ClosedConversation, now - ExpiredWindow),
        new(
            new(DevelopmentRecipients.InstagramConversation, DevelopmentRecipients.InstagramChannel, DevelopmentRecipients.InstagramProvider),
            now),
        new(
            new(DevelopmentRecipients.TutorialConversation, DevelopmentRecipients.TutorialChannel, DevelopmentRecipients.MessengerProvider),
            now),
    ];

    private static MessagingConversation OnMessenger(string id, DateTimeOffset lastInboundAt) =>
        new(new(id, DevelopmentRecipients.MessengerChannel, DevelopmentRecipients.MessengerProvider), lastInboundAt);

    private static RefusalException NotFound(string what) => new(StatusCodes.Status404NotFound, $"{what} not found");
}
