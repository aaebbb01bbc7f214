using ServerlessMessaging.Simulator.Conversations;

namespace ServerlessMessaging.Simulator.Agentless;

/// <summary>The customers that got a message, in the order of their first one; at the capacity the oldest is removed.</summary>
internal sealed class AgentlessCustomers : IConversations
{
    private const int Capacity = 1000;

    private readonly OrderedDictionary<string, Conversation> _byCustomer = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IEnumerable<Conversation> All
    {
        get { lock (_lock) { return [.. _byCustomer.Values]; } }
    }

    /// <summary>The sender chooses the ids of customers, so every id is known.</summary>
    public Conversation GetOrAdd(string customerId)
    {
        lock (_lock)
        {
            if (_byCustomer.TryGetValue(customerId, out var known))
            {
                return known;
            }

            if (_byCustomer.Count == Capacity)
            {
                _byCustomer.RemoveAt(0);
            }

            var conversation = new Conversation(CreateContact(customerId));
            _byCustomer.Add(customerId, conversation);
            return conversation;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _byCustomer.Clear();
        }
    }

    private static Contact CreateContact(string id) => new(
        "customer",
        $"customer:{id}",
        $"Customer {id}",
        $"Agentless, integration {DevelopmentRecipients.IntegrationId}",
        id,
        new { Id = id, DevelopmentRecipients.IntegrationId });
}
