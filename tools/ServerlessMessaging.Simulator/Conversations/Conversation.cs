namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>What one contact's phone holds; at its capacity the oldest message goes.</summary>
internal sealed class Conversation(Contact contact)
{
    private const int Capacity = 100_000;

    private readonly Queue<DeliveredMessage> _messages = new();
    private readonly Lock _lock = new();
    private Guid _id = Guid.NewGuid();
    private DateTimeOffset? _heardAt;

    public Contact Contact { get; } = contact;

    public Guid Id
    {
        get { lock (_lock) { return _id; } }
    }

    /// <summary>When the customer spoke last; null before the first time.</summary>
    public DateTimeOffset? HeardAt
    {
        get { lock (_lock) { return _heardAt; } }
    }

    /// <summary>Returns the id of the conversation that the message is part of; the phone keeps what it holds when one starts anew.</summary>
    public Guid Add(DeliveredMessage message, bool startsAnew = false)
    {
        lock (_lock)
        {
            if (_messages.Count == Capacity)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(message);
            _heardAt = message.Direction == MessageDirection.Inbound ? message.At : _heardAt;
            return _id = startsAnew ? Guid.NewGuid() : _id;
        }
    }

    public DeliveredMessage? Find(Guid messageId)
    {
        lock (_lock)
        {
            return _messages.FirstOrDefault(message => message.Id == messageId);
        }
    }

    public (Guid Id, IReadOnlyList<DeliveredMessage> Messages) Read(int latest)
    {
        lock (_lock)
        {
            return (_id, [.. _messages.Skip(_messages.Count - Math.Min(latest, _messages.Count))]);
        }
    }
}
