using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Agentless;

/// <summary>The response to an accepted message. The token belongs to a client and not to a user, so there is no <c>user</c> member.</summary>
internal static class AgentlessResponse
{
    private const string MessengerType = "open";

    public static object Create(AgentlessMessage message, DeliveredMessage delivered, Guid conversationId)
    {
        var selfUri = $"/api/v2/conversations/messages/{conversationId}/messages/{delivered.Id}";
        return new
        {
            delivered.Id,
            ConversationId = conversationId,
            message.FromAddress,
            message.ToAddress,
            MessengerType,
            UseExistingActiveConversation = message.UsesActiveConversation,
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
