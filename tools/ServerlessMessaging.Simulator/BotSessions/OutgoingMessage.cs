using System.Text.Json;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>A bot's message in its session.</summary>
internal sealed record OutgoingMessage(BotSessionReference Session, BotReply Reply)
{
    public static OutgoingMessage Read(JsonElement body)
    {
        var reader = new MemberReader(body);
        var session = new BotSessionReference(
            reader.RequiredText("botId"),
            reader.RequiredText("botVersion"),
            reader.RequiredText("botSessionId"),
            reader.RequiredText("languageCode"));
        var reply = BotReply.Read(reader);
        reader.RefuseUnknown();
        return new(session, reply);
    }
}
