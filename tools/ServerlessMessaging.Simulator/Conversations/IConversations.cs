namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The conversations that one way of sending leads to.</summary>
internal interface IConversations
{
    IEnumerable<Conversation> All { get; }

    /// <summary>Back to how it was at the start.</summary>
    void Clear();
}
