using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>A bot's message in its session: it may hold no replies, and it may end the session, as complete or failed.</summary>
internal sealed record OutgoingMessage(BotSessionReference Session, bool EndsSession, IReadOnlyList<PhoneItem> View)
{
    public static OutgoingMessage Read(JsonElement body)
    {
        var reader = new MemberReader(body);
        var session = new BotSessionReference(
            reader.RequiredText("botId"),
            reader.RequiredText("botVersion"),
            reader.RequiredText("botSessionId"),
            reader.RequiredText("languageCode"));
        var endsSession = reader.RequiredText("botState") switch
        {
            "MoreData" => false,
            "Complete" or "Failed" => true,
            _ => throw reader.Refuse("Invalid bot state", "botState"),
        };
        var replies = reader.OptionalObjects("replyMessages") ?? [];
        IntentRules.Check(reader);
        reader.RefuseUnknown();
        return new(session, endsSession, [.. replies.SelectMany(ReplyMessageRules.Read)]);
    }
}
