using System.Text.Json;
using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>What a bot says in its session: it may say nothing to the customer, and it may end the session, well or not.</summary>
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
        reader.RefuseOthers();
        return new(session, endsSession, [.. replies.SelectMany(ReplyMessageRules.Read)]);
    }
}
