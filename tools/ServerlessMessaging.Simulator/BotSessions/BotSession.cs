using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>A bot's session with a customer; active until the bot ends it.</summary>
internal sealed class BotSession(BotSessionReference reference)
{
    private volatile bool _hasEnded;

    public BotSessionReference Reference { get; } = reference;

    public Conversation Conversation { get; } = new(new(
        "botSession",
        $"botSession:{reference.BotSessionId}",
        $"Bot {reference.BotId}",
        $"Session {reference.BotSessionId}, version {reference.BotVersion}, {reference.LanguageCode}",
        reference.BotSessionId,
        reference));

    public bool IsActive => !_hasEnded;

    public void End() => _hasEnded = true;
}

internal sealed record BotSessionReference(string BotId, string BotVersion, string BotSessionId, string LanguageCode);
