namespace ServerlessMessaging.Genesys.Routes;

/// <summary>The body of an agentless send.</summary>
internal sealed record AgentlessMessage(
    string FromAddress,
    string ToAddress,
    string ToAddressMessengerType,
    string TextBody,
    bool UseExistingActiveConversation);
