using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>A bot's talk with a customer, until the bot says that it is over.</summary>
internal sealed class BotSession(BotSessionReference reference)
{
    private volatile bool _isOver;

    public BotSessionReference Reference { get; } = reference;

    public Conversation Conversation { get; } = new(new(
        "botSession",
        $"botSession:{reference.BotSessionId}",
        $"Bot {reference.BotId}",
        $"Session {reference.BotSessionId}, version {reference.BotVersion}, {reference.LanguageCode}",
        reference.BotSessionId,
        reference));

    public bool IsLive => !_isOver;

    public void End() => _isOver = true;
}

internal sealed record BotSessionReference(string BotId, string BotVersion, string BotSessionId, string LanguageCode);
