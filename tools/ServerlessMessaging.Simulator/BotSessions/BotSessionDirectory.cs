using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Http;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>One session, active from the start and again after the state was cleared.</summary>
internal sealed class BotSessionDirectory : IConversations
{
    private volatile BotSession _session = Open();

    public IEnumerable<Conversation> All => [_session.Conversation];

    public BotSession FindActive(string botId, string botVersion, string botSessionId)
    {
        var session = _session;
        var known = (session.Reference.BotId, session.Reference.BotVersion, session.Reference.BotSessionId);
        return session.IsActive && known == (botId, botVersion, botSessionId)
            ? session
            : throw new RefusalException(StatusCodes.Status404NotFound, "Bot session not found");
    }

    public void Clear() => _session = Open();

    private static BotSession Open() => new(new(
        DevelopmentRecipients.BotId,
        DevelopmentRecipients.BotVersion,
        DevelopmentRecipients.BotSessionId,
        DevelopmentRecipients.BotLanguageCode));
}
