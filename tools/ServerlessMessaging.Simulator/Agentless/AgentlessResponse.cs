using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Agentless;

/// <summary>What the platform tells about a message it took. A client has no user, so that member is absent.</summary>
internal static class AgentlessResponse
{
    private const string MessengerType = "open";

    public static object Of(AgentlessMessage message, DeliveredMessage delivered, Guid conversationId)
    {
        var selfUri = $"/api/v2/conversations/messages/{conversationId}/messages/{delivered.Id}";
        return new
        {
            delivered.Id,
            ConversationId = conversationId,
            message.FromAddress,
            message.ToAddress,
            MessengerType,
            message.TextBody,
            UseExistingActiveConversation = message.JoinsConversation,
            Message = new
            {
                delivered.Id,
                ConversationId = conversationId,
                Timestamp = delivered.At,
                Direction = "outbound",
                MessengerType,
                Status = "queued",
                message.FromAddress,
                message.ToAddress,
                SelfUri = selfUri,
            },
            Timestamp = delivered.At,
            SelfUri = selfUri,
        };
    }
}
