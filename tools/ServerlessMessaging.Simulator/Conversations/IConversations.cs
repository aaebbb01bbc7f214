namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The conversations of one send operation.</summary>
internal interface IConversations
{
    IEnumerable<Conversation> All { get; }

    /// <summary>Restores the initial state.</summary>
    void Clear();
}
