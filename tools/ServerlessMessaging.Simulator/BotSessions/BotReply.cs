using ServerlessMessaging.Simulator.Conversations;
using ServerlessMessaging.Simulator.Json;

namespace ServerlessMessaging.Simulator.BotSessions;

/// <summary>What a bot says: it may hold no replies, and it may end the session, as complete or failed.</summary>
internal sealed record BotReply(bool EndsSession, IReadOnlyList<PhoneItem> View)
{
    public static BotReply Read(MemberReader reader)
    {
        var endsSession = reader.RequiredText("botState") switch
        {
            "MoreData" => false,
            "Complete" or "Failed" => true,
            _ => throw reader.Refuse("Invalid bot state", "botState"),
        };
        var replies = reader.OptionalObjects("replyMessages") ?? [];
        IntentRules.Check(reader);
        return new(endsSession, [.. replies.SelectMany(ReplyMessageRules.Read)]);
    }
}
