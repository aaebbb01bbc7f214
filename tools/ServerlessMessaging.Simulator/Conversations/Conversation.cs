namespace ServerlessMessaging.Simulator.Conversations;

/// <summary>The messages of one contact; at the capacity the oldest is removed.</summary>
internal sealed class Conversation(Contact contact)
{
    private const int Capacity = 100_000;

    private Queue<DeliveredMessage> _messages = new();
    private readonly Lock _lock = new();
    private Guid _id = Guid.NewGuid();
    private DateTimeOffset? _lastInboundAt;

    public Contact Contact { get; } = contact;

    public Guid Id
    {
        get { lock (_lock) { return _id; } }
    }

    /// <summary>The time of the customer's last message; null before the first one.</summary>
    public DateTimeOffset? LastInboundAt
    {
        get { lock (_lock) { return _lastInboundAt; } }
    }

    /// <summary>Returns the id of the conversation that the message is part of; a new conversation keeps the earlier messages.</summary>
    public Guid Add(DeliveredMessage message, bool startsNew = false)
    {
        lock (_lock)
        {
            if (_messages.Count == Capacity)
            {
                _messages.Dequeue();
            }

            _messages.Enqueue(message);
            _lastInboundAt = message.Direction == MessageDirection.Inbound ? message.At : _lastInboundAt;
            return _id = startsNew ? Guid.NewGuid() : _id;
        }
    }

    /// <summary>Replaces the message of the same id. Returns the id of the conversation.</summary>
    public Guid Replace(DeliveredMessage changed)
    {
        lock (_lock)
        {
            _messages = new(_messages.Select(message => message.Id == changed.Id ? changed : message));
            return _id;
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
